package io.auscult.export.webhook;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Incident;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds back incidents that merely grew since they were told: more of the same is told once in a while, anything worse at once. Remembers {@link #MOST}
 * incidents, those told last. One thread.
 */
final class Growth {
    static final int MOST = 4096;

    private record Told(
            Incident incident, long atMs, @Nullable Incident held) {}

    private final long repeatMs;
    private final InstantSource clock;
    private final Map<String, Told> told = new LinkedHashMap<>();

    /** @param repeat zero: nothing is held back */
    Growth(Duration repeat, InstantSource clock) {
        this.repeatMs = repeat.toMillis();
        this.clock = clock;
    }

    /** Whether it is to be told now; else it is kept for later. */
    boolean isDue(Incident incident) {
        Told before = told.get(incident.id());
        if (repeatMs == 0
                || before == null
                || isWorse(before.incident(), incident)
                || clock.millis() - before.atMs() >= repeatMs) {
            return true;
        }
        told.put(incident.id(), new Told(before.incident(), before.atMs(), incident));
        return false;
    }

    private static boolean isWorse(Incident before, Incident now) {
        return now.severity() > before.severity()
                || now.light().compareTo(before.light()) > 0
                || now.level().compareTo(before.level()) > 0
                || now.outcome() != before.outcome()
                || now.phases().size() > before.phases().size()
                || now.hops().size() > before.hops().size()
                || intruded(now) > intruded(before);
    }

    private static long intruded(Incident incident) {
        return incident.hosts().stream().filter(AffectedHost::isIntruded).count();
    }

    /** The receiver has it. */
    void told(Incident incident) {
        if (repeatMs == 0) {
            return;
        }
        told.remove(incident.id()); // to the end
        told.put(incident.id(), new Told(incident, clock.millis(), null));
        if (told.size() > MOST) {
            told.remove(told.keySet().iterator().next());
        }
    }

    /** What was held back long enough. */
    List<Incident> overdue() {
        List<Incident> overdue = new ArrayList<>();
        for (Told one : told.values()) {
            if (one.held() != null && clock.millis() - one.atMs() >= repeatMs) {
                overdue.add(one.held());
            }
        }
        return overdue;
    }
}
