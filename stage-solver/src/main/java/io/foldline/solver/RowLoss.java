package io.foldline.solver;

import io.foldline.pruning.TransformSearch.Loss;

/** How far a row of width d is from its goal. Rows lie in arrays, {@code at} is where they begin. */
sealed interface RowLoss {
    static RowLoss of(Loss loss) {
        return switch (loss) {
            case COSINE -> new Cosine();
            case MSE -> new Square();
        };
    }

    /** The loss of a row, which its gradient takes the place of. */
    double differentiate(double[] row, double[] goal, int at, int width);

    /** About how fast the gradient changes with the row, near the goal. */
    double curvature(double[] goal, int at, int width);

    /** {@code 1 − cos}, from 0 to 2. Zero rows have no direction: the loss is 1, and nothing changes it. */
    record Cosine() implements RowLoss {
        @Override
        public double differentiate(double[] row, double[] goal, int at, int width) {
            double dot = 0;
            double rowSquare = 0;
            double goalSquare = 0;
            for (int j = at; j < at + width; j++) {
                dot += row[j] * goal[j];
                rowSquare += row[j] * row[j];
                goalSquare += goal[j] * goal[j];
            }
            double norms = Math.sqrt(rowSquare) * Math.sqrt(goalSquare);
            double cosine = norms == 0 ? 0 : dot / norms;
            for (int j = at; j < at + width; j++) {
                row[j] = norms == 0 ? 0 : cosine * row[j] / rowSquare - goal[j] / norms;
            }
            return 1 - cosine;
        }

        @Override
        public double curvature(double[] goal, int at, int width) {
            double square = 0;
            for (int j = at; j < at + width; j++) {
                square += goal[j] * goal[j];
            }
            return square == 0 ? 0 : 1 / square;
        }
    }

    /** Mean square of the difference over the dimensions. */
    record Square() implements RowLoss {
        @Override
        public double differentiate(double[] row, double[] goal, int at, int width) {
            double sum = 0;
            for (int j = at; j < at + width; j++) {
                double difference = row[j] - goal[j];
                sum += difference * difference;
                row[j] = 2 * difference / width;
            }
            return sum / width;
        }

        @Override
        public double curvature(double[] goal, int at, int width) {
            return 2.0 / width;
        }
    }
}
