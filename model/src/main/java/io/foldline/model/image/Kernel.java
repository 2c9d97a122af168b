package io.foldline.model.image;

/** Kernels that pictures are resized with, by the numbers that Pillow gives them. */
enum Kernel {
    /** The sample nearest to the middle of the pixel. */
    NEAREST(0, 0),
    /** Triangle. */
    BILINEAR(2, 1) {
        @Override
        double at(double distance) {
            return distance < 1 ? 1 - distance : 0;
        }
    },
    /** Cubic convolution with a = −0.5 (Keys 1981). */
    BICUBIC(3, 2) {
        @Override
        double at(double distance) {
            if (distance < 1) {
                return (1.5 * distance - 2.5) * distance * distance + 1;
            }
            return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * -0.5 : 0;
        }
    };

    private final int code;
    private final int radius;

    Kernel(int code, int radius) {
        this.code = code;
        this.radius = radius;
    }

    int code() {
        return code;
    }

    /** How far the kernel reaches, in samples. */
    int radius() {
        return radius;
    }

    /** @param distance not negative, in samples */
    double at(double distance) {
        return distance < 0.5 ? 1 : 0;
    }
}
