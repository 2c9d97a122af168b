package io.foldline.stage;

import io.foldline.event.Round;
import io.foldline.event.RunRequested;

/** Numbers of rounds. */
public final class Rounds {
    private Rounds() {}

    /** The round that a run is in, 0 for the first. */
    public static int of(RunRequested request) {
        Round round = request.getRound();
        return round == null ? 0 : round.getNumber();
    }
}
