package io.foldline.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * TorchScript of the inverse frequencies of a rotary embedding. The operations and their order are those of transformers'
 * {@code modeling_rope_utils}, all in float32, so that the frequencies are equal to the last bit.
 */
final class RopeSource {
    private RopeSource() {}

    /**
     * A method {@code (self, length: int) -> Tensor} with rotatedWidth/2 values on the CPU, for sequences of a length.
     *
     * @param name of the method
     */
    static String of(String name, Rope rope, int rotatedWidth) {
        return """
                def %s(self, length: int) -> Tensor:
                  steps = torch.arange(0, %d, 2, dtype=torch.float32)
                  periods = torch.pow(%s, steps / %d)
                  f = torch.reciprocal(periods)
                """.formatted(name, rotatedWidth, rope.theta(), rotatedWidth)
                + scaling(rope, rotatedWidth)
                + "  return f\n";
    }

    private static String scaling(Rope rope, int rotatedWidth) {
        if (rope instanceof Rope.Linear linear) {
            return "  f = f / " + linear.factor() + "\n";
        }
        if (rope instanceof Rope.Llama3 llama3) {
            return llama3(llama3);
        }
        if (rope instanceof Rope.Yarn yarn) {
            return yarn(yarn, rotatedWidth);
        }
        return rope instanceof Rope.LongRope longRope ? longRope(longRope) : "";
    }

    private static String llama3(Rope.Llama3 rope) {
        double longest = rope.originalPositions() / rope.lowFrequencyFactor();
        double shortest = rope.originalPositions() / rope.highFrequencyFactor();
        return """
                  wavelength = torch.reciprocal(f) * %s
                  scaled = torch.where(wavelength > %s, f / %s, f)
                  smooth = (torch.reciprocal(wavelength) * %s - %s) / %s
                  between = torch.rsub(smooth, 1) * scaled / %s + smooth * scaled
                  outside = torch.logical_or(wavelength < %s, wavelength > %s)
                  f = torch.where(outside, scaled, between)
                """.formatted(
                        2 * Math.PI,
                        longest,
                        rope.factor(),
                        rope.originalPositions(),
                        rope.lowFrequencyFactor(),
                        rope.highFrequencyFactor() - rope.lowFrequencyFactor(),
                        rope.factor(),
                        shortest,
                        longest);
    }

    private static String yarn(Rope.Yarn rope, int rotatedWidth) {
        double low = dimension(rope, rotatedWidth, rope.fastTurns());
        double high = dimension(rope, rotatedWidth, rope.slowTurns());
        double first = Math.max(rope.truncated() ? Math.floor(low) : low, 0);
        double last = Math.min(rope.truncated() ? Math.ceil(high) : high, rotatedWidth - 1);
        double span = first == last ? 0.001 : last - first;
        return """
                  ramp = torch.clamp((torch.arange(%d, dtype=torch.float32) - %s) / %s, 0, 1)
                  alone = torch.rsub(ramp, 1)
                  divided = torch.reciprocal(periods * %s)
                  f = divided * torch.rsub(alone, 1) + f * alone
                """.formatted(rotatedWidth / 2, first, span, rope.factor());
    }

    /** The dimension, as a real number, that turns so many times within the positions of the pretraining. */
    private static double dimension(Rope.Yarn rope, int rotatedWidth, double turns) {
        return rotatedWidth * Math.log(rope.originalPositions() / (turns * 2 * Math.PI)) / (2 * Math.log(rope.theta()));
    }

    private static String longRope(Rope.LongRope rope) {
        return """
                  if length > %d:
                    f = torch.reciprocal(torch.tensor(%s) * periods)
                  else:
                    f = torch.reciprocal(torch.tensor(%s) * periods)
                """.formatted(rope.originalPositions(), list(rope.longFactors()), list(rope.shortFactors()));
    }

    private static String list(List<Double> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
