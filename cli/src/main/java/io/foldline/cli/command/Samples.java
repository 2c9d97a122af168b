package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.cli.show.DownloadDisplay;
import io.foldline.evaluator.EvaluationTask;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.LocatedTask;
import io.foldline.event.Calibration;
import io.foldline.event.Evaluation;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.model.image.ImageSource;
import io.foldline.model.text.TextReader;
import io.foldline.storage.DataFile;
import io.foldline.storage.HubData;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line has to know about texts and pictures before a run begins. */
final class Samples {
    private Samples() {}

    /**
     * What events call a source: a branch of the hub becomes its commit, so that all stages read the same.
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
     * Downloads what a run certainly reads: of a data set of the hub the first file, or all where all rows are read.
     *
     * @param err where progress is shown
     * @throws InputException if there are no such files, or they cannot be had
     */
    static void download(RunRequested request, PrintWriter err) {
        Calibration calibration = request.getCalibration();
        boolean pictures = Models.architecture(Place.of(request.getModel())).patches() != null;
        for (TextSource source : calibration.getSources()) {
            download(source.getUri(), pictures, calibration.getShuffleSeed() != null, err);
        }
        Evaluation evaluation = request.getEvaluation();
        download(evaluation.getTasks(), evaluation.getLimit(), err);
    }

    /**
     * Looks whether the items of tasks are there.
     *
     * @param limit items that are wanted of each, at most
     * @throws InputException if they are not, or cannot be read
     */
    static void require(EvaluationTasks tasks, int limit) {
        for (EvaluationTask task : tasks.tasks()) {
            try {
                task.count(limit);
            } catch (IOException e) {
                throw new InputException(
                        "%s: its items cannot be read: %s; a folder with local copies is given by --task-data"
                                .formatted(task.name(), e.getMessage()),
                        e);
            }
        }
    }

    /**
     * What {@link #download(RunRequested, PrintWriter)} does, for an evaluation.
     *
     * @param tasks names, of which some tell where items are
     * @param limit items that are read of each; null: all
     */
    static void download(List<String> tasks, @Nullable Integer limit, PrintWriter err) {
        tasks.stream()
                .flatMap(task -> LocatedTask.of(task).stream())
                .forEach(task -> download(task.location(), task.ofPictures(), limit == null, err));
    }

    private static void download(String location, boolean pictures, boolean all, PrintWriter err) {
        if (HubData.isHub(location)) {
            try {
                List<DataFile> files = pictures ? ImageSource.files(location) : TextReader.files(location);
                download(all ? files : files.subList(0, 1), err);
            } catch (IOException e) {
                throw unreadable(location, e);
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
