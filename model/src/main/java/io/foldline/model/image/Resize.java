package io.foldline.model.image;

/** How pictures are resized. */
sealed interface Resize {
    Kernel kernel();

    /** The size that a picture gets. */
    Size of(Size picture);

    /** All to one size. */
    record Exact(Size size, Kernel kernel) implements Resize {
        @Override
        public Size of(Size picture) {
            return size;
        }
    }

    /** The shorter edge to a length, the longer one in proportion, rounded down. */
    record ShortestEdge(int length, Kernel kernel) implements Resize {
        @Override
        public Size of(Size picture) {
            boolean upright = picture.width() <= picture.height();
            int shorter = upright ? picture.width() : picture.height();
            int longer = (int) ((double) ((long) length * (upright ? picture.height() : picture.width())) / shorter);
            return upright ? new Size(longer, length) : new Size(length, longer);
        }
    }
}
