package io.foldline.evaluator;

import io.foldline.evaluator.task.Generation;

/** What is asked of a model about one token sequence. */
sealed interface ModelRequest {
    /** The token ids that it is asked about. */
    int[] ids();

    /** Asks for the natural-log likelihood of the end of a token sequence, given what stands in front of it. */
    final class Likelihood implements ModelRequest {
        private final int[] ids;
        private final int firstScored;

        /**
         * @param ids the whole sequence
         * @param firstScored position of the first token that is scored, at least 1; all after it are scored too
         */
        Likelihood(int[] ids, int firstScored) {
            if (firstScored < 1 || firstScored >= ids.length) {
                throw new IllegalArgumentException(
                        "first scored position " + firstScored + " of a sequence of " + ids.length + " tokens");
            }
            this.ids = ids;
            this.firstScored = firstScored;
        }

        @Override
        public int[] ids() {
            return ids;
        }

        int firstScored() {
            return firstScored;
        }

        /** Number of tokens scored. */
        int scored() {
            return ids.length - firstScored;
        }
    }

    /** Asks for the text that greedy decoding gives behind a prompt. */
    final class Continuation implements ModelRequest {
        private final int[] ids;
        private final Generation generation;

        Continuation(int[] prompt, Generation generation) {
            if (prompt.length == 0) {
                throw new IllegalArgumentException("a prompt without tokens");
            }
            this.ids = prompt;
            this.generation = generation;
        }

        /** How it goes on. */
        Generation generation() {
            return generation;
        }

        @Override
        public int[] ids() {
            return ids;
        }
    }
}
