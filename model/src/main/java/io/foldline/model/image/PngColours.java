package io.foldline.model.image;

import io.foldline.checkpoint.InputException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import javax.imageio.metadata.IIOMetadata;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the samples of a PNG file mean (PNG specification, third edition, section 6.1).
 *
 * @param kind as Java's reader names it: {@code Grayscale}, {@code RGB}, {@code Palette}, {@code GrayAlpha},
 *     {@code RGBAlpha}
 * @param bits of a sample
 * @param transparent samples of the one colour that is transparent; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PngColours(String kind, int bits, int @Nullable [] transparent) {
    private static final String FORMAT = "javax_imageio_png_1.0";
    private static final int OPAQUE = 255;

    static boolean isMeantBy(byte[] file) {
        return file.length > 8 && (file[0] & 0xFF) == 0x89 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
    }

    /** @throws InputException if a sample has 16 bits: Pillow's way with them depends on the kind of the picture */
    static PngColours of(IIOMetadata metadata, String name) {
        Element root = (Element) metadata.getAsTree(FORMAT);
        Element head = (Element) root.getElementsByTagName("IHDR").item(0);
        int bits = Integer.parseInt(head.getAttribute("bitDepth"));
        if (bits > 8) {
            throw new InputException(
                    "%s: a PNG with %d bits a sample; expected at most 8; convert it".formatted(name, bits));
        }
        return new PngColours(head.getAttribute("colorType"), bits, transparent(root));
    }

    private static int @Nullable [] transparent(Element root) {
        NodeList rgb = root.getElementsByTagName("tRNS_RGB");
        if (rgb.getLength() > 0) {
            Element colour = (Element) rgb.item(0);
            return new int[] {number(colour, "red"), number(colour, "green"), number(colour, "blue")};
        }
        NodeList gray = root.getElementsByTagName("tRNS_Grayscale");
        return gray.getLength() > 0 ? new int[] {number((Element) gray.item(0), "gray")} : null;
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    /** RGB of the picture, laid on white where it is transparent. */
    Picture toRgb(BufferedImage image) {
        Picture picture =
                new Picture(image.getWidth(), image.getHeight(), new byte[3 * image.getWidth() * image.getHeight()]);
        WritableRaster raster = image.getRaster();
        int bands = raster.getNumBands();
        int[] row = new int[bands * picture.width()];
        int at = 0;
        for (int y = 0; y < picture.height(); y++) {
            raster.getPixels(0, y, picture.width(), 1, row);
            for (int x = 0; x < picture.width(); x++) {
                int argb = image.getColorModel() instanceof IndexColorModel palette && kind.equals("Palette")
                        ? palette.getRGB(row[x])
                        : argb(row, bands * x, bands);
                int alpha = argb >>> 24;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    picture.samples()[at++] = (byte) onWhite((argb >> shift) & 0xFF, alpha);
                }
            }
        }
        return picture;
    }

    private int argb(int[] row, int at, int bands) {
        boolean gray = kind.startsWith("Gray");
        int first = scaled(row[at]);
        int second = gray ? first : scaled(row[at + 1]);
        int third = gray ? first : scaled(row[at + 2]);
        return (alpha(row, at, bands, gray ? 1 : 3) << 24) | (first << 16) | (second << 8) | third;
    }

    private int alpha(int[] row, int at, int bands, int colours) {
        if (bands > colours) {
            return row[at + colours];
        }
        if (transparent == null) {
            return OPAQUE;
        }
        for (int i = 0; i < colours; i++) {
            if (row[at + i] != transparent[i]) {
                return OPAQUE;
            }
        }
        return 0;
    }

    private int scaled(int sample) {
        return sample * 255 / ((1 << bits) - 1);
    }

    /** Pillow's {@code alpha_composite} on opaque white, with its rounding. */
    private static int onWhite(int sample, int alpha) {
        int sum = sample * alpha * 128 + 255 * (255 - alpha) * 128 + (0x80 << 7);
        return (((sum >> 8) + sum) >> 8) >> 7;
    }
}
