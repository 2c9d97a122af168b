package io.foldline.model.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint wants done to pictures before they go into the model; gives what
 * {@code AutoImageProcessor.from_pretrained(folder)} of transformers 5 gives where torchvision is installed. Pictures are
 * always made RGB. Safe for use by several threads.
 */
public final class ImageProcessing {
    private final @Nullable Resize resize;
    private final @Nullable Size crop;
    private final double scale;
    private final double[] means;
    private final double[] deviations;

    /**
     * @param resize null: not resized
     * @param crop size of what is cut out of the middle, filled up with black where the picture is smaller; null: nothing
     *     is cut
     * @param scale what samples are multiplied with, 1 for none
     * @param means by channel, subtracted after scaling
     * @param deviations by channel, divided by after that
     */
    ImageProcessing(
            @Nullable Resize resize, @Nullable Size crop, double scale, List<Double> means, List<Double> deviations) {
        this.resize = resize;
        this.crop = crop;
        this.scale = scale;
        this.means = means.stream().mapToDouble(Double::doubleValue).toArray();
        this.deviations = deviations.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Reads {@code processor_config.json} or {@code preprocessor_config.json} of a checkpoint folder.
     *
     * @throws InputException if there is neither, or a setting cannot be honoured; names it
     */
    public static ImageProcessing load(Path folder) throws IOException {
        ProcessorFile file = ProcessorFile.find(folder);
        return new ProcessorReader(file.path().toString(), file.settings(), file.modelType()).read();
    }

    /**
     * The same of settings that were read.
     *
     * @param name where they stood, for messages
     * @param modelType {@code model_type} of the model, which decides where the settings name no processor
     */
    static ImageProcessing of(String name, JsonNode settings, String modelType) {
        return new ProcessorReader(name, settings, modelType).read();
    }

    /**
     * Decodes and processes a picture.
     *
     * @param file content of a JPEG or PNG file
     * @param name of the picture, for messages
     * @throws InputException if it cannot be read as a picture
     */
    public PixelValues apply(byte[] file, String name) {
        Picture picture = PictureDecoder.decode(file, name);
        if (resize != null) {
            Size size = resize.of(new Size(picture.height(), picture.width()));
            if ((long) Math.max(size.height(), picture.height()) * size.width() > PictureDecoder.MAX_PIXELS) {
                throw new InputException("%s: a picture of %d by %d pixels is too narrow to be resized to %s"
                        .formatted(name, picture.width(), picture.height(), size));
            }
            picture = Resampling.resize(picture, size, resize.kernel());
        }
        return values(picture, crop == null ? new Size(picture.height(), picture.width()) : crop);
    }

    /** The middle of a picture, normalized. */
    private PixelValues values(Picture picture, Size size) {
        float[] values = new float[Picture.CHANNELS * size.height() * size.width()];
        int top = offset(picture.height(), size.height());
        int left = offset(picture.width(), size.width());
        int at = 0;
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            for (int y = top; y < top + size.height(); y++) {
                for (int x = left; x < left + size.width(); x++) {
                    boolean inside = x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
                    double sample = inside ? picture.sample(x, y, channel) : 0;
                    values[at++] = (float) ((sample * scale - means[channel]) / deviations[channel]);
                }
            }
        }
        return new PixelValues(size.height(), size.width(), values);
    }

    /** Where the part begins; negative where the picture is smaller. Both are rounded towards the start of the whole. */
    private static int offset(int there, int wanted) {
        return wanted > there ? -((wanted - there) / 2) : (there - wanted) / 2;
    }
}
