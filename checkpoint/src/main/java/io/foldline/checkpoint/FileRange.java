package io.foldline.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** The bytes of a part of a file, front to back. */
final class FileRange extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    FileRange(FileChannel channel, long position, long bytes) {
        this.channel = channel;
        this.position = position;
        this.end = position + bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (position >= end) {
            return -1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position));
        int read = channel.read(buffer, position);
        if (read < 0) {
            throw new IOException("the file became shorter while it was read");
        }
        position += read;
        return read;
    }
}
