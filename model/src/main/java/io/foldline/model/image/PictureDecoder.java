package io.foldline.model.image;

import io.foldline.checkpoint.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes JPEG and PNG to RGB as Pillow does: colour profiles are not applied, nor is the orientation in EXIF; what is
 * transparent is laid on white, as the image processors of transformers 5 do.
 */
final class PictureDecoder {
    /** Pixels of the largest picture that is decoded: Pillow's limit against decompression bombs. */
    static final long MAX_PIXELS = 178_956_970;

    private PictureDecoder() {}

    /**
     * Decodes a file.
     *
     * @param name of the picture, for messages
     * @throws InputException if it is neither JPEG nor PNG, is cut off or damaged, or is of a kind that is not supported
     */
    static Picture decode(byte[] file, String name) {
        try {
            if (JpegFile.isMeantBy(file)) {
                return decode("jpeg", JpegFile.withoutProfile(file, name), name);
            } else if (PngColours.isMeantBy(file)) {
                return decode("png", file, name);
            }
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // Java's readers throw much on damaged files
            throw new InputException(name + ": not a picture that can be read: " + e.getMessage(), e);
        }
        throw new InputException(name + ": neither JPEG nor PNG; convert it to one of them");
    }

    private static Picture decode(String format, byte[] file, String name) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, false);
            requireSize(reader.getWidth(0), reader.getHeight(0), name);
            if (format.equals("png")) {
                IIOMetadata metadata = reader.getImageMetadata(0);
                return PngColours.of(metadata, name).toRgb(reader.read(0));
            }
            return jpeg(reader.read(0), name);
        } finally {
            reader.dispose();
        }
    }

    private static Picture jpeg(BufferedImage image, String name) {
        int bands = image.getRaster().getNumBands();
        if (bands != 1 && bands != Picture.CHANNELS) {
            throw new InputException(
                    "%s: a JPEG of %d colour components; expected 1 or 3; convert it to RGB".formatted(name, bands));
        }
        Picture picture =
                new Picture(image.getWidth(), image.getHeight(), new byte[3 * image.getWidth() * image.getHeight()]);
        int[] row = new int[bands * picture.width()];
        int at = 0;
        for (int y = 0; y < picture.height(); y++) {
            image.getRaster().getPixels(0, y, picture.width(), 1, row);
            for (int x = 0; x < picture.width(); x++) {
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    picture.samples()[at++] = (byte) row[bands == 1 ? x : bands * x + channel];
                }
            }
        }
        return picture;
    }

    private static void requireSize(int width, int height, String name) {
        if ((long) width * height > MAX_PIXELS) {
            throw new InputException("%s: %d by %d pixels; at most %d pixels are read; make it smaller"
                    .formatted(name, width, height, MAX_PIXELS));
        }
    }
}
