package io.foldline.cli.fault;

import io.foldline.cli.fault.Proxy.Network;
import java.util.ArrayList;
import java.util.List;

/** What dominates a schedule. Tasks lose their worker or their lock twice at most: a third time, they are poison. */
enum Kind {
    WORKER_KILLED,
    WORKER_FROZEN,
    BROKER_ENDED,
    BROKER_KILLED,
    STORE_SLOW,
    STORE_FAILING,
    NETWORK_DOWN,
    RUN_CANCELLED,
    WORKER_ENDED,
    MIXED;

    /** A fault of the store is over before a task has failed too often: its retries come after 1, 2 and 4 seconds. */
    private static final int STORE_FAULT_MS = 2500;

    /** Faults of one schedule. */
    List<Fault> draw(Draw draw) {
        return switch (this) {
            case WORKER_KILLED -> workerKilled(draw);
            case WORKER_FROZEN -> workerFrozen(draw);
            case BROKER_ENDED -> List.of(new Fault.BrokerEnded(draw.millis(200, 4000), draw.millis(0, 2500)));
            case BROKER_KILLED -> List.of(new Fault.BrokerKilled(draw.millis(200, 4000), draw.millis(0, 2500)));
            case STORE_SLOW ->
                List.of(new Fault.StoreSlow(draw.millis(300, 1200), draw.millis(0, 1500), draw.millis(2000, 4000)));
            case STORE_FAILING -> storeFailing(draw);
            case NETWORK_DOWN -> networkDown(draw);
            case RUN_CANCELLED -> List.of(new Fault.RunCancelled(0, draw.millis(0, 5000)));
            case WORKER_ENDED -> workerEnded(draw);
            case MIXED -> mixed(draw);
        };
    }

    private static List<Fault> workerKilled(Draw draw) {
        int victim = draw.worker();
        Fault first = new Fault.WorkerKilled(victim, draw.millis(100, 4000), draw.millis(0, 2000));
        // The other one, so that neither is killed while it comes up.
        Fault second = new Fault.WorkerKilled(1 - victim, draw.millis(100, 7000), draw.millis(0, 2000));
        return draw.percent(50) ? List.of(first) : List.of(first, second);
    }

    private static List<Fault> workerFrozen(Draw draw) {
        int shorterThanLock = draw.number(500, 3500);
        int longerThanLock = draw.number(5000, 8000);
        int longerThanSession = draw.number(16_000, 17_000);
        int lasting = draw.percent(20) ? longerThanSession : draw.percent(60) ? longerThanLock : shorterThanLock;
        return List.of(new Fault.WorkerFrozen(draw.worker(), draw.millis(100, 4000), draw.millis(lasting, lasting)));
    }

    private static List<Fault> storeFailing(Draw draw) {
        return List.of(
                new Fault.StoreFailing(draw.number(20, 100), draw.millis(0, 3000), draw.millis(500, STORE_FAULT_MS)));
    }

    private static List<Fault> networkDown(Draw draw) {
        Network network = draw.oneOf(List.of(Network.CUT, Network.STALLED));
        return List.of(new Fault.NetworkDown(draw.worker(), network, draw.millis(100, 4000), draw.millis(300, 7000)));
    }

    private static List<Fault> workerEnded(Draw draw) {
        int worker = draw.worker();
        Fault one = new Fault.WorkerEnded(worker, draw.millis(100, 4000), draw.millis(0, 2000));
        Fault other = new Fault.WorkerEnded(1 - worker, draw.millis(100, 7000), draw.millis(0, 2000));
        return draw.percent(50) ? List.of(one) : List.of(one, other);
    }

    /** Two faults of different kinds, the second perhaps while the first lasts. */
    private static List<Fault> mixed(Draw draw) {
        List<Kind> kinds = new ArrayList<>(List.of(
                WORKER_KILLED, WORKER_FROZEN, BROKER_ENDED, BROKER_KILLED, STORE_SLOW, STORE_FAILING, NETWORK_DOWN));
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Kind kind = draw.oneOf(kinds);
            kinds.remove(kind);
            faults.add(kind.draw(draw).get(0));
        }
        return faults;
    }
}
