package io.auscult.rules.incident;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.identity.IdentityUse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who usually logs on from which host: the person to talk to. Of the logons from a host that were accepted, the user who has the majority (Boyer and Moore's vote), once seen
 * {@link #ENOUGH} times more often than others, and since some time before what is told: who logs on while something goes wrong may be the one who does it. Lives on the detect thread. At {@link #MAX_HOSTS} a newcomer has to come twice, and takes the place of the longest idle.
 */
public final class HostUsers implements Detector {
    public static final int MAX_HOSTS = 65_536;
    private static final int ENOUGH = 2;
    static final long SETTLED_NS = 600_000_000_000L; // ten minutes
    private static final int MOST_VOTES = 1_000; // so that a new owner becomes known some day
    private static final byte[] PERSON = "person".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.US_ASCII);

    private static final class Entry implements State {
        private byte[] name = {};
        private int votes;
        private long sinceNs;

        @Override
        public void clear() {
            name = new byte[0];
            votes = 0;
        }
    }

    private final StateTable<Entry> hosts;

    public HostUsers(Counters counters) {
        hosts = new StateTable<>(MAX_HOSTS, 2, counters, Entry::new);
    }

    @Override
    public List<EventType> wants() {
        return List.of(IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event event, AlertSink alerts) {
        if (!event.hasConnection()
                || !event.textEquals(IdentityUse.OUTCOME, SUCCESS)
                || !event.textEquals(IdentityUse.KIND, PERSON)) {
            return;
        }
        Entry entry = hosts.admit(event.origHigh(), event.origLow(), 0, 0);
        if (entry == null) {
            return;
        }
        if (event.textEquals(IdentityUse.USER, entry.name)) {
            entry.votes = Math.min(MOST_VOTES, entry.votes + 1);
        } else if (entry.votes > 0) {
            entry.votes--;
        } else {
            int offset = event.offset(IdentityUse.USER);
            entry.name = Arrays.copyOfRange(event.bytes(), offset, offset + event.length(IdentityUse.USER));
            entry.votes = 1;
            entry.sinceNs = event.timestampNs();
        }
    }

    /** Null when nobody is known to have logged on there for some time before. @param beforeNs when it began to be told of */
    @Nullable
    String of(IpAddress host, long beforeNs) {
        Entry entry = hosts.size() == 0 ? null : hosts.find(host.high(), host.low());
        if (entry == null || entry.votes < ENOUGH || entry.sinceNs > beforeNs - SETTLED_NS) {
            return null;
        }
        String name = new String(entry.name, StandardCharsets.UTF_8);
        return Users.isName(name) ? name : null;
    }
}
