package io.auscult.export.notice;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.export.page.Clean;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marking;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What readers were told of incidents and what waits for a digest, in a small file, so that neither a restart nor a crash tells an incident anew or loses what waits. One thread.
 * {@link #MAX_TOLD} incidents are remembered, the one told longest ago is forgotten first; of the gravest {@link #MAX_WAITING} that wait the words are kept, of more the number.
 */
public final class Notices {
    public static final int MAX_TOLD = 5_000;
    public static final int MAX_WAITING = 1_000;

    private static final int MAX_MORE = 100_000; // ids of those that are only counted, so that none counts twice
    private static final long HOUR_MS = 3_600_000;
    private static final long GATHER_MS = 60_000; // before a digest, what comes in a flood
    private static final int WORSE = 2; // points of severity

    /**
     * An incident the readers know.
     *
     * @param subject under which it was told
     * @param thread ids of the incidents whose messages the conversation consists of, the first of it first
     * @param alerts its version
     * @param atMs when they were told last
     */
    public record Told(
            String id, String subject, List<String> thread, Light light, int severity, long alerts, long atMs) {
        public Told {
            thread = List.copyOf(thread);
        }

        /** Whether they know all of it as it is now. */
        public boolean covers(Incident incident) {
            return id.equals(incident.id()) && incident.alerts() <= alerts;
        }

        /** Whether it is graver now than they know. */
        public boolean isExceededBy(Incident incident) {
            return incident.light().compareTo(light) > 0 || incident.severity() >= severity + WORSE;
        }
    }

    /**
     * An incident they do not know yet, or not how it grew.
     *
     * @param heldMs since when it waits
     * @param marking how freely it may be told; null where nobody said so
     */
    public record Waiting(
            String id,
            Light light,
            int severity,
            long alerts,
            String headline,
            String actor,
            String todo,
            long firstNs,
            long heldMs,
            @Nullable Marking marking) {
        /** The first are the worst. */
        public static final Comparator<Waiting> WORST = Comparator.comparing(Waiting::light)
                .thenComparing(Waiting::severity)
                .reversed()
                .thenComparing(Waiting::firstNs);

        /** The first is the one to do without. */
        private static final Comparator<Waiting> MILDEST = Comparator.comparing(Waiting::light)
                .thenComparing(Waiting::severity)
                .thenComparing(Waiting::heldMs, Comparator.reverseOrder());

        public static Waiting of(Incident incident, Voice voice, long nowMs, @Nullable Marking marking) {
            List<String> todo = incident.recommendations().getOrDefault(voice.language(), List.of());
            return new Waiting(
                    incident.id(),
                    incident.light(),
                    incident.severity(),
                    incident.alerts(),
                    Clean.text(incident.headline().getOrDefault(voice.language(), "")),
                    Clean.text(incident.actor().toString()),
                    todo.isEmpty() ? "" : Clean.text(voice.localTimes(todo.getFirst())),
                    incident.firstSeenNs(),
                    nowMs,
                    marking);
        }

        private Waiting since(long earlierMs) {
            return new Waiting(id, light, severity, alerts, headline, actor, todo, firstNs, earlierMs, marking);
        }
    }

    private record Saved(List<Told> told, List<Waiting> waiting, long more, List<Long> sentMs, long digestMs) {
        Saved {
            told = List.copyOf(told);
            waiting = List.copyOf(waiting);
            sentMs = List.copyOf(sentMs);
        }
    }

    private final StateFile<Saved> file;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> counted = new LinkedHashSet<>(); // ids of those in more, as far as known
    private long more;
    private final Deque<Long> sentMs = new ArrayDeque<>();
    private long digestMs;
    private boolean isRead;
    private boolean isChanged;

    public Notices(Path file) {
        this.file = new StateFile<>(file, Saved.class);
    }

    /** The first time: what the file says. Then what is known here is newer, also when it could not be written. */
    public void read() throws IOException {
        if (isRead) {
            return;
        }
        Saved saved = file.read();
        if (saved != null) {
            saved.told().forEach(each -> told.put(each.id(), each));
            saved.waiting().forEach(each -> waiting.put(each.id(), each));
            more = saved.more();
            sentMs.addAll(saved.sentMs());
            digestMs = saved.digestMs();
        }
        isRead = true;
    }

    /** On the disk, unless nothing has changed. */
    public void write() throws IOException {
        if (isChanged) {
            file.write(new Saved(
                    List.copyOf(told.values()), List.copyOf(waiting.values()), more, List.copyOf(sentMs), digestMs));
            isChanged = false;
        }
    }

    /** What the readers know of it, or of a part of it. */
    public @Nullable Told told(Incident incident) {
        Told known = told.get(incident.id());
        for (String formerId : incident.formerIds()) {
            known = known == null ? told.get(formerId) : known;
        }
        return known;
    }

    /** In a message of its own. */
    public void tell(Told now) {
        remember(now);
        sentMs.addLast(now.atMs());
    }

    private void remember(Told now) {
        told.remove(now.id());
        told.put(now.id(), now);
        if (told.size() > MAX_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
        forget(now.id());
        isChanged = true;
    }

    /** Waits no more: it was told, or became part of another. */
    public void forget(String id) {
        boolean wasCounted = counted.remove(id);
        more -= wasCounted ? 1 : 0;
        isChanged |= waiting.remove(id) != null || wasCounted;
    }

    /** For the digest. When there are too many, the mildest is only counted. */
    public void hold(Waiting incident) {
        Waiting before = waiting.get(incident.id());
        waiting.put(incident.id(), before == null ? incident : incident.since(before.heldMs()));
        if (counted.remove(incident.id())) {
            more--;
        }
        if (waiting.size() > MAX_WAITING) {
            String mildest = Collections.min(waiting.values(), Waiting.MILDEST).id();
            waiting.remove(mildest);
            more++;
            if (counted.size() < MAX_MORE) {
                counted.add(mildest);
            }
        }
        isChanged = true;
    }

    /** In the order they came. */
    public List<Waiting> waiting() {
        return new ArrayList<>(waiting.values());
    }

    /** How many wait beyond those. */
    public long more() {
        return more;
    }

    /** The strictest of them all; null where nobody said anything. */
    public static @Nullable Marking marking(List<Waiting> some) {
        Marking strictest = null;
        for (Waiting each : some) {
            Marking marking = each.marking();
            if (marking != null) {
                strictest = strictest == null ? marking : strictest.raisedTo(marking);
            }
        }
        return strictest;
    }

    /** Whether fewer messages of their own were sent in the hour before. */
    public boolean hasRoom(int mostPerHour, long nowMs) {
        while (!sentMs.isEmpty() && (sentMs.peekFirst() <= nowMs - HOUR_MS || sentMs.peekFirst() > nowMs)) {
            sentMs.removeFirst(); // a clock that was set back must not silence it
        }
        return sentMs.size() < mostPerHour;
    }

    /** When the last digest was told. */
    public long digestMs() {
        return digestMs;
    }

    /** Whether these have waited for company, and the last digest is long enough ago. A clock that was set back makes it due. */
    public boolean isDigestDue(List<Waiting> due, Duration every, long nowMs) {
        long sinceLast = nowMs - digestMs;
        long gathered = nowMs - due.stream().mapToLong(Waiting::heldMs).min().orElse(nowMs);
        return !due.isEmpty()
                && (sinceLast < 0 || sinceLast >= every.toMillis())
                && (gathered < 0 || gathered >= Math.min(every.toMillis(), GATHER_MS));
    }

    /** With these in it, and the number of all that are only counted. */
    public void digestTold(List<Waiting> due, long nowMs) {
        for (Waiting each : due) {
            Told before = told.get(each.id());
            remember(new Told(
                    each.id(),
                    before == null ? "" : before.subject(),
                    before == null ? List.of() : before.thread(),
                    each.light(),
                    each.severity(),
                    each.alerts(),
                    nowMs));
        }
        more = 0;
        counted.clear();
        digestMs = nowMs;
        isChanged = true;
    }
}
