package io.foldline.kafka;

/**
 * How topics are made.
 *
 * @param partitions of every topic: how many processes can split and gather at the same time; workers are not bound by it
 * @param replicas copies of each partition; -1: what the brokers say
 */
public record TopicLayout(int partitions, short replicas) {
    /** For one broker on one machine. */
    public static final TopicLayout EMBEDDED = new TopicLayout(1, (short) 1);

    /** For a cluster. */
    public static final TopicLayout CLUSTER = new TopicLayout(3, (short) -1);
}
