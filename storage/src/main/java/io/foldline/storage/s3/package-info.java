/** Object stores that speak S3: the only package that sees the AWS SDK. */
@NullMarked
package io.foldline.storage.s3;

import org.jspecify.annotations.NullMarked;
