package io.foldline.model;

/**
 * TorchScript of the inverse frequencies of a rotary embedding. The operations and their order are those of transformers'
 * {@code modeling_rope_utils}, all in float32, so that the frequencies are equal to the last bit.
 */
final class RopeSource {
    private RopeSource() {}

    /** A method {@code inverse_frequencies(self) -> Tensor} with headWidth/2 values on the CPU. */
    static String of(Rope rope, int headWidth) {
        return """
                def inverse_frequencies(self) -> Tensor:
                  steps = torch.arange(0, %d, 2, dtype=torch.float32)
                  f = torch.reciprocal(torch.pow(%s, steps / %d))
                """.formatted(headWidth, rope.theta(), headWidth) + scaling(rope) + "  return f\n";
    }

    private static String scaling(Rope rope) {
        if (rope instanceof Rope.Linear linear) {
            return "  f = f / " + linear.factor() + "\n";
        }
        return rope instanceof Rope.Llama3 llama3 ? llama3(llama3) : "";
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
}
