package io.foldline.cli.fault;

import io.foldline.cli.fault.Proxy.Network;
import java.io.IOException;
import java.time.Duration;

/** Something that goes wrong at a time, counted from the first request, and is well again after a while. */
sealed interface Fault {
    /** When it begins. */
    Duration at();

    /** How long it lasts. */
    Duration lasting();

    /** Makes it happen. */
    void begin(Scene scene) throws IOException, InterruptedException;

    /** Makes it well again. */
    void end(Scene scene) throws IOException, InterruptedException;

    /** A worker dies by {@code kill -9}. */
    record WorkerKilled(int worker, Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws InterruptedException {
            scene.cluster().worker(worker).kill();
        }

        @Override
        public void end(Scene scene) throws IOException {
            scene.cluster().worker(worker).start();
        }
    }

    /** A worker is asked to end. */
    record WorkerEnded(int worker, Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws IOException, InterruptedException {
            scene.cluster().worker(worker).end();
        }

        @Override
        public void end(Scene scene) throws IOException {
            scene.cluster().worker(worker).start();
        }
    }

    /** A worker stands still, as on a machine that swaps. */
    record WorkerFrozen(int worker, Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws IOException, InterruptedException {
            scene.cluster().worker(worker).freeze();
        }

        @Override
        public void end(Scene scene) throws IOException, InterruptedException {
            scene.cluster().worker(worker).thaw();
        }
    }

    /** The broker dies by {@code kill -9}. */
    record BrokerKilled(Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws InterruptedException {
            scene.cluster().broker().kill();
        }

        @Override
        public void end(Scene scene) throws IOException {
            scene.cluster().broker().start();
        }
    }

    /** The broker is asked to end. */
    record BrokerEnded(Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws IOException, InterruptedException {
            scene.cluster().broker().end();
        }

        @Override
        public void end(Scene scene) throws IOException {
            scene.cluster().broker().start();
        }
    }

    /** The artifact store takes its time. */
    record StoreSlow(Duration delay, Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws IOException {
            scene.cluster().store(StoreMode.slow(delay));
        }

        @Override
        public void end(Scene scene) throws IOException {
            scene.cluster().store(StoreMode.WELL);
        }
    }

    /** Some steps of the artifact store fail. */
    record StoreFailing(int percent, Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) throws IOException {
            scene.cluster().store(StoreMode.failing(percent));
        }

        @Override
        public void end(Scene scene) throws IOException {
            scene.cluster().store(StoreMode.WELL);
        }
    }

    /** A worker does not reach the broker. */
    record NetworkDown(int worker, Network network, Duration at, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) {
            scene.cluster().network(worker).set(network);
        }

        @Override
        public void end(Scene scene) {
            scene.cluster().network(worker).set(Network.OPEN);
        }
    }

    /** Somebody changes their mind. */
    record RunCancelled(int run, Duration at) implements Fault {
        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public void begin(Scene scene) throws IOException {
            scene.cancel(run);
        }

        @Override
        public void end(Scene scene) {}
    }
}
