package io.foldline.model.image;

import io.foldline.checkpoint.InputException;
import java.io.ByteArrayOutputStream;

/** The segments of a JPEG file (ITU-T T.81, annex B). */
final class JpegFile {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    /** APP2, in which colour profiles lie. */
    private static final int PROFILE = 0xE2;

    private static final int HEAD = 2;

    private JpegFile() {}

    static boolean isMeantBy(byte[] file) {
        return file.length > 3 && at(file, 0) == 0xFF && at(file, 1) == 0xD8 && at(file, 2) == 0xFF;
    }

    /**
     * The file without its colour profile, which Java's reader might apply and Pillow does not.
     *
     * @throws InputException if a segment or the end of the image is missing: the readers would fill up with grey
     */
    static byte[] withoutProfile(byte[] file, String name) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, HEAD);
        int position = HEAD;
        while (position + 4 <= file.length && at(file, position) == 0xFF) {
            int marker = at(file, position + 1);
            if (marker == 0xFF) {
                position++;
                continue;
            }
            int length = HEAD + ((at(file, position + 2) << 8) | at(file, position + 3));
            if (marker == START_OF_SCAN && endsAfter(file, position)) {
                kept.write(file, position, file.length - position);
                return kept.toByteArray();
            }
            if (marker == START_OF_SCAN || position + length > file.length) {
                break;
            }
            if (marker != PROFILE) {
                kept.write(file, position, length);
            }
            position += length;
        }
        throw new InputException(name + ": the JPEG file is cut off or damaged; get it anew");
    }

    /** Inside a scan, a byte 0xFF of data is followed by 0. */
    private static boolean endsAfter(byte[] file, int position) {
        for (int i = file.length - 2; i > position; i--) {
            if (at(file, i) == 0xFF && at(file, i + 1) == END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }

    private static int at(byte[] file, int position) {
        return file[position] & 0xFF;
    }
}
