/** What all transfers have in common: progress, parallel files, locks, stalled connections, room on the disk. */
@NullMarked
package io.foldline.storage.transfer;

import org.jspecify.annotations.NullMarked;
