package io.foldline.cli.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays many schedules on a few clusters, each of which is used again as long as nothing is wrong with it. */
final class Campaign {
    private final Path folder;
    private final Queue<Long> seeds;
    private final List<Verdict> verdicts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger started = new AtomicInteger();

    private Campaign(Path folder, List<Long> seeds) {
        this.folder = folder;
        this.seeds = new ConcurrentLinkedQueue<>(seeds);
    }

    /**
     * Plays all schedules.
     *
     * @param folder for the clusters, and for what is known of each schedule that failed
     * @param clusters at the same time
     */
    static List<Verdict> run(Path folder, List<Long> seeds, int clusters) throws IOException, InterruptedException {
        Campaign campaign = new Campaign(folder, seeds);
        ExecutorService threads = Executors.newFixedThreadPool(clusters);
        try {
            List<Future<?>> lanes = new ArrayList<>();
            for (int i = 0; i < clusters; i++) {
                lanes.add(threads.submit(() -> {
                    while (!campaign.seeds.isEmpty()) {
                        campaign.useOneCluster();
                    }
                    return campaign;
                }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
            return List.copyOf(campaign.verdicts);
        } catch (ExecutionException e) {
            throw new IOException("the schedules cannot go on: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What undisturbed runs lead to. */
    private References references(Cluster cluster) throws IOException, InterruptedException {
        try {
            return References.make(cluster);
        } catch (IOException | RuntimeException e) {
            Files.writeString(folder.resolve("references.txt"), new Autopsy(cluster).text());
            throw e;
        }
    }

    /** Plays schedules on a new cluster until none is left or one fails. */
    private void useOneCluster() throws IOException, InterruptedException {
        try (Cluster cluster = Cluster.start(folder.resolve("cluster-" + started.incrementAndGet()))) {
            References references = references(cluster);
            for (Long seed = seeds.poll(); seed != null; seed = seeds.poll()) {
                Verdict verdict = Trial.play(cluster, references, Schedule.of(seed));
                verdicts.add(verdict);
                System.out.println(verdict);
                if (!verdict.problems().isEmpty()) {
                    Files.writeString(folder.resolve("seed-" + seed + ".txt"), new Autopsy(cluster).text());
                    return;
                }
            }
        }
    }
}
