package io.foldline.kafka;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the workers of a stage, those of other processes too, every few seconds. */
final class GroupMembers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);
    private static final long INTERVAL_MS = 2000;
    private static final int PATIENCE_MS = 5000;

    /** Where the cluster does not tell: more than most have, so that nobody waits for work. */
    private static final int ASSUMED = 64;

    private final String group;
    private final Admin admin;
    private final Thread thread;
    private volatile int count;

    private GroupMembers(KafkaSettings settings, String group) {
        this.group = group;
        Map<String, Object> config = settings.client();
        config.put("client.id", group + "-count");
        this.admin = Admin.create(config);
        this.thread = new Thread(this::follow, group + "-count");
        this.thread.setDaemon(true);
    }

    /** Begins to count the members of a share group. */
    static GroupMembers follow(KafkaSettings settings, String group) {
        GroupMembers members = new GroupMembers(settings, group);
        members.thread.start();
        return members;
    }

    /** Number of members at the last count. */
    int count() {
        return count;
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close();
    }

    private void follow() {
        try {
            while (true) {
                count = ask();
                Thread.sleep(INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is not counted any more", group);
        }
    }

    private int ask() throws InterruptedException {
        try {
            return ShareGroups.members(admin, group, new DescribeShareGroupsOptions().timeoutMs(PATIENCE_MS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.debug("{} may not be described, taking {} members for granted", group, ASSUMED, e);
                return ASSUMED;
            }
            LOG.debug("{} cannot be described now", group, e);
            return count;
        } catch (KafkaException e) {
            LOG.debug("{} cannot be described now", group, e);
            return count;
        }
    }
}
