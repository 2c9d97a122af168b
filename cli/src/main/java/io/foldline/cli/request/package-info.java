/** From options to a request, and back to a file that makes the same request. */
@NullMarked
package io.foldline.cli.request;

import org.jspecify.annotations.NullMarked;
