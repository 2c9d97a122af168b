package io.foldline.cli.show;

import io.foldline.cli.story.RunStory;
import io.foldline.event.Calibration;
import io.foldline.event.TextSource;
import io.foldline.model.text.SampleShares;
import io.foldline.passes.CalibrationSet;
import io.foldline.storage.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run took of one of its calibration sources.
 *
 * @param wanted samples that its weight stands for
 * @param samples samples that were taken: fewer where it ran short, more where others did
 */
public record CalibrationUse(TextSource source, int wanted, int samples) {
    /** Every source of a run; none where nothing was calibrated. */
    public static List<CalibrationUse> of(RunStory story) {
        List<Integer> taken = story.sourceSamples();
        Calibration calibration = story.request().getCalibration();
        if (taken.isEmpty()) {
            return List.of();
        }
        List<Integer> wanted = SampleShares.wanted(
                calibration.getSamples(), CalibrationSet.wanted(calibration).sources());
        List<CalibrationUse> uses = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            int samples = i < taken.size() ? taken.get(i) : 0;
            uses.add(new CalibrationUse(calibration.getSources().get(i), wanted.get(i), samples));
        }
        return uses;
    }

    /** {@code 104 of /a.jsonl (96 wanted, the others ran short), 24 of /b.jsonl (it has no more; 32 wanted)}. */
    public static String words(List<CalibrationUse> uses) {
        return uses.stream().map(CalibrationUse::words).collect(Collectors.joining(", "));
    }

    private String words() {
        String difference = samples < wanted
                ? " (it has no more; %d wanted)".formatted(wanted)
                : samples > wanted ? " (%d wanted, the others ran short)".formatted(wanted) : "";
        return "%d of %s%s".formatted(samples, Place.shown(source.getUri()), difference);
    }
}
