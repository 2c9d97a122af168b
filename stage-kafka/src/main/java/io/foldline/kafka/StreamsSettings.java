package io.foldline.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** Configuration of a Streams application that splits and gathers. */
final class StreamsSettings {
    private StreamsSettings() {}

    /**
     * @param instance name of this process within the application, the same after a restart
     * @param state folder for what Streams keeps on the disk
     */
    static Properties of(KafkaSettings settings, String application, String instance, Path state) {
        Properties p = new Properties();
        p.putAll(settings.client());
        p.put("application.id", application);
        p.put("client.id", application + "-" + instance);
        p.put("state.dir", state.toString());
        p.put("processing.guarantee", "exactly_once_v2");
        // Quicker to run than the streams protocol.
        p.put("group.protocol", "classic");
        p.put("num.stream.threads", "1");
        p.put("commit.interval.ms", "50");
        // A commit that is due waits no longer than this for further records.
        p.put("poll.ms", "25");
        // The order in which topics are read does not matter.
        p.put("max.task.idle.ms", "-1");
        p.put("statestore.cache.max.bytes", "0");
        p.put("replication.factor", "-1");
        p.put("topology.optimization", "none");
        // A process that is started again on its state takes its place at once, whatever became of the former one.
        p.put("group.instance.id", application + "-" + instance);
        p.put("main.consumer.session.timeout.ms", "15000");
        p.put("main.consumer.heartbeat.interval.ms", "2000");
        p.put("consumer.auto.offset.reset", "earliest");
        p.put("producer.max.request.size", Integer.toString(Limits.MAX_RECORD_BYTES));
        p.put("producer.linger.ms", "0");
        p.put("producer.batch.size", "262144");
        // The first batch of a transaction registers its partition; those that overtake it are refused, and come again.
        p.put("producer.max.in.flight.requests.per.connection", "1");
        // Readers wait this long for the transaction of a process that was killed.
        p.put("producer.transaction.timeout.ms", "10000");
        return p;
    }
}
