package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.cli.show.DownloadDisplay;
import io.foldline.event.Calibration;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.model.text.TextReader;
import io.foldline.storage.DataFile;
import io.foldline.storage.HubData;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** What the command line has to know about texts before a run begins. */
final class Texts {
    private Texts() {}

    /**
     * What events call a source of texts: a branch of the hub becomes its commit, so that all stages read the same.
     *
     * @param location as the user gave it
     * @throws InputException if it is no location; if it is one of the hub, also if it is not there or cannot be reached
     */
    static String uri(String location) {
        if (!HubData.isHub(location)) {
            return Locations.uri(Locations.path(location));
        }
        HubData given = HubData.of(location);
        try {
            return given.pinned().uri();
        } catch (IOException e) {
            throw unreadable(location, e);
        }
    }

    /**
     * Downloads what a run certainly reads: of a data set of the hub the first file, or all where texts are taken at random.
     *
     * @param err where progress is shown
     * @throws InputException if there are no such files, or they cannot be had
     */
    static void download(RunRequested request, PrintWriter err) {
        Calibration calibration = request.getCalibration();
        for (TextSource source : calibration.getSources()) {
            if (HubData.isHub(source.getUri())) {
                try {
                    List<DataFile> files = TextReader.files(source.getUri());
                    download(calibration.getShuffleSeed() == null ? files.subList(0, 1) : files, err);
                } catch (IOException e) {
                    throw unreadable(source.getUri(), e);
                }
            }
        }
    }

    private static void download(List<DataFile> files, PrintWriter err) throws IOException {
        for (DataFile file : files) {
            try (DownloadDisplay display = DownloadDisplay.of(file.toString(), err)) {
                file.fetch(display);
            }
        }
    }

    private static InputException unreadable(String location, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return new InputException(message.startsWith("hf:") ? message : location + ": cannot be read: " + cause, cause);
    }
}
