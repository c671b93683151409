package io.auscult.rules.lateral;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.detect.Mix;
import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.Learning;
import io.auscult.rules.knowledge.Service;
import io.auscult.rules.rule.AlertDraft;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program for remote support on a host that never used it before: it asks for a relay of its maker in TLS, or is spoken to directly on its own port. Which programs, stands in
 * {@code remote-support.tsv}. Told once a host and program: as medium once the sensor has learned what is usual, as low and of the first {@link #UNLEARNED} in a recording, not at
 * all while it learns. A visit of the maker's web pages is no use. Detect thread; remembers in {@link Knowledge}.
 */
final class RemoteSupport {
    static final int UNLEARNED = 32;
    private static final int PORTS = 1 << 16;
    private static final int TCP = 6;
    private static final long LEAST_BYTES = 1_000; // of each side: somebody answered in its protocol
    private static final Field SERVER_NAME = SslParser.SSL.field("server_name");
    private static final byte[] SSL = "ssl".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WWW = "www.".getBytes(StandardCharsets.US_ASCII);

    private final LateralRules rules;
    private final Knowledge knowledge;
    private final List<String> programs = new ArrayList<>();
    private final Map<Long, Integer> domains = new HashMap<>();
    private final byte[] ports = new byte[PORTS]; // program + 1
    private int unlearned;

    RemoteSupport(LateralRules rules, Knowledge knowledge) {
        this.rules = rules;
        this.knowledge = knowledge;
        try (InputStream in = RemoteSupport.class.getResourceAsStream("remote-support.tsv")) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource: remote-support.tsv (expected: beside " + RemoteSupport.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] parts = line.split("\t", -1);
                if (parts.length == 3 && !line.startsWith("#")) {
                    read(parts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String[] parts) {
        programs.add(parts[0]);
        for (String domain : parts[1].split(" ", -1)) {
            byte[] bytes = domain.getBytes(StandardCharsets.US_ASCII);
            domains.put(hash(bytes, 0, bytes.length), programs.size() - 1);
        }
        for (String port : parts[2].split(" ", -1)) {
            if (!port.isEmpty()) {
                ports[Integer.parseInt(port)] = (byte) programs.size();
            }
        }
    }

    /** A client asks for a server by name. */
    void onName(Event ssl, AlertSink alerts) {
        int length = ssl.length(SERVER_NAME);
        if (length == 0 || startsWithWww(ssl, length)) {
            return;
        }
        byte[] bytes = ssl.bytes();
        int from = ssl.offset(SERVER_NAME);
        int at = from + length;
        int dots = 0;
        while (at > from && dots < 2) {
            dots += bytes[--at] == '.' ? 1 : 0;
        }
        if (dots < 2) {
            return; // the bare domain is its web pages
        }
        Integer program = domains.get(hash(bytes, at + 1, from + length));
        if (program != null) {
            used(ssl, program, ssl.text(SERVER_NAME), Outcome.UNKNOWN, alerts);
        }
    }

    private static boolean startsWithWww(Event ssl, int length) {
        if (length < WWW.length) {
            return false;
        }
        int at = ssl.offset(SERVER_NAME);
        for (int i = 0; i < WWW.length; i++) {
            if (ssl.bytes()[at + i] != WWW[i]) {
                return false;
            }
        }
        return true;
    }

    /** A connection to a port of such a program, in which nothing else was recognised. */
    void onEnd(Event conn, AlertSink alerts) {
        int program = ports[conn.respPort()] - 1;
        if (program >= 0
                && conn.proto() == TCP
                && conn.number(FlowEvents.ORIG_BYTES) >= LEAST_BYTES
                && conn.number(FlowEvents.RESP_BYTES) >= LEAST_BYTES
                && (conn.length(FlowEvents.SERVICE) == 0 || conn.textEquals(FlowEvents.SERVICE, SSL))) {
            used(conn, program, null, Outcome.SUCCEEDED, alerts);
        }
    }

    private void used(Event e, int program, @Nullable String relay, Outcome outcome, AlertSink alerts) {
        long key = Mix.of(hash(programs.get(program)));
        boolean isNew =
                knowledge.administers(e.origHigh(), e.origLow(), 0, key, Service.REMOTE_SUPPORT, e.timestampNs());
        Learning learning = knowledge.learning();
        if (!isNew || learning.isUnderWay() || !learning.hasEnded() && ++unlearned > UNLEARNED) {
            return;
        }
        AlertDraft draft = new AlertDraft(rules.remoteSupport, Party.of(e.origHost()), e)
                .kind("remote support")
                .level(learning.hasEnded() ? Level.MEDIUM : Level.LOW)
                .confidence(relay != null ? Confidence.MEDIUM : Confidence.LOW)
                .targets(List.of(e.respHost()), 1)
                .outcome(outcome)
                .evidence("program", programs.get(program))
                .evidence("relay", relay == null ? "none: a direct connection to port " + e.respPort() : relay)
                .evidence(
                        "learned",
                        learning.hasEnded()
                                ? "this host had not used it since learning began"
                                : "nothing yet: the sensor had not listened long enough to know what is usual here");
        if (outcome == Outcome.SUCCEEDED) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
        }
        alerts.raise(draft.alert());
    }

    private static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return hash(bytes, 0, bytes.length);
    }

    private static long hash(byte[] bytes, int from, int to) {
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < to; i++) {
            int c = bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + 32 : bytes[i];
            hash = (hash ^ c) * 0x100000001B3L;
        }
        return hash;
    }
}
