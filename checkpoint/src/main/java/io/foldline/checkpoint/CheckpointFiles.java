package io.foldline.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of a draft into an empty folder: weights, index, configuration, carried files, texts, manifest. */
final class CheckpointFiles {
    private final CheckpointDraft draft;
    private final List<Shard> shards;
    private final ByteCount count;

    CheckpointFiles(CheckpointDraft draft, long maxShardBytes, WriteProgress progress) {
        this.draft = draft;
        this.shards = Shard.plan(draft.tensors(), maxShardBytes);
        this.count = new ByteCount(draft.weightBytes(), progress);
    }

    void writeTo(Path folder, String run) throws IOException {
        ShardWriter writer = new ShardWriter(count);
        Map<String, String> digests = new HashMap<>();
        for (Shard shard : shards) {
            digests.put(shard.name(), writer.write(folder, shard));
        }
        if (shards.size() > 1) {
            Files.writeString(folder.resolve(WeightFiles.INDEX), index());
        }
        Files.writeString(folder.resolve(Checkpoint.CONFIG), draft.config().text());
        Path source = draft.source().path();
        for (Path file : CarriedFiles.of(source)) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.resolveSibling(""));
            Files.copy(source.resolve(file), copy);
        }
        for (Map.Entry<String, String> text : draft.texts().entrySet()) {
            Files.writeString(folder.resolve(text.getKey()), text.getValue());
        }
        Manifest.of(folder, run, digests).write(folder);
    }

    /** Bytes of weights and carried files. */
    long bytesNeeded() throws IOException {
        long bytes = draft.weightBytes();
        for (Path file : CarriedFiles.of(draft.source().path())) {
            bytes += Files.size(draft.source().path().resolve(file));
        }
        return bytes;
    }

    /** Bytes of weights written so far. */
    long bytesWritten() {
        return count.done();
    }

    private String index() throws IOException {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.putObject("metadata").put("total_size", draft.weightBytes());
        ObjectNode map = root.putObject("weight_map");
        for (Shard shard : shards) {
            shard.tensors().forEach(tensor -> map.put(tensor.spec().name(), shard.name()));
        }
        return Json.PRETTY.writeValueAsString(root) + "\n";
    }
}
