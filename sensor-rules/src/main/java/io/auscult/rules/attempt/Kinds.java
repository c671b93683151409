package io.auscult.rules.attempt;

import io.auscult.core.alert.Rule;
import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of attempts: those of the tables, and those that traffic and rules bring. Detect thread. At most {@link #MOST}; what comes beyond is one kind for each {@link Kind.What}.
 */
final class Kinds {
    static final int MOST = 2_048;

    static final String SERVICE_DISCOVERY = "T1046";
    private static final String GUESSING = "T1110.001";
    private static final String ADMIN_SHARES = "T1021.002";
    private static final String SHARE_DISCOVERY = "T1135";
    private static final String REMOTE_SERVICES = "T1021";
    private static final int PORTS = 1 << 16;

    /** Which failed contacts count. */
    enum When {
        ADMIN,
        OTHER,
        NEVER
    }

    private final List<Kind> all = new ArrayList<>();
    private final Kind[] beyond = new Kind[Kind.What.values().length];
    private final Kind[] tcp = new Kind[PORTS];
    private final Kind[] udp = new Kind[PORTS];
    private final When[] tcpWhen = new When[PORTS];
    private final When[] udpWhen = new When[PORTS];
    private final Map<String, Kind> byRule = new HashMap<>();
    private final List<byte[]> protocols = new ArrayList<>();
    private final List<Kind> logons = new ArrayList<>();
    private final List<byte[]> interfaces = new ArrayList<>();
    private final List<Kind> calls = new ArrayList<>();

    final Kind otherTcp;
    final Kind otherUdp;
    final Kind adminShare;
    final Kind share;
    final Kind otherCall;

    Kinds() {
        for (Kind.What what : Kind.What.values()) {
            beyond[what.ordinal()] = made(what, "other", REMOTE_SERVICES, true);
        }
        otherTcp = made(Kind.What.CONNECTION, "tcp", SERVICE_DISCOVERY, true);
        otherUdp = made(Kind.What.CONNECTION, "udp", SERVICE_DISCOVERY, true);
        adminShare = made(Kind.What.ADMIN_SHARE, "smb", ADMIN_SHARES, false);
        share = made(Kind.What.SHARE, "smb", SHARE_DISCOVERY, false);
        otherCall = made(Kind.What.CALL, "dce_rpc", REMOTE_SERVICES, true);
        Map<String, Kind> named = new HashMap<>();
        for (String[] line : lines("services.tsv", 5)) {
            Kind kind = named.computeIfAbsent(
                    line[0] + line[2], key -> made(Kind.What.CONNECTION, line[2], line[3], false));
            boolean isTcp = line[0].equals("tcp");
            int port = Integer.parseInt(line[1]);
            (isTcp ? tcp : udp)[port] = kind;
            (isTcp ? tcpWhen : udpWhen)[port] = When.valueOf(line[4].toUpperCase(Locale.ROOT));
        }
        for (String[] line : lines("calls.tsv", 3)) {
            interfaces.add(line[0].getBytes(StandardCharsets.US_ASCII));
            calls.add(named.computeIfAbsent(line[1], key -> made(Kind.What.CALL, line[1], line[2], false)));
        }
    }

    private static List<String[]> lines(String file, int columns) {
        try (InputStream in = Kinds.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + ": absent (expected: beside " + Kinds.class.getName() + ")");
            }
            List<String[]> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] parts = line.split("\t", -1);
                if (!line.startsWith("#") && parts.length == columns) {
                    lines.add(parts);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Kind made(Kind.What what, String service, String technique, boolean isOther) {
        if (all.size() >= MOST) {
            return beyond[what.ordinal()];
        }
        Kind kind = new Kind(all.size(), what, service, technique, isOther, Alarms.topic(what, service, technique));
        all.add(kind);
        return kind;
    }

    Kind connection(boolean isTcp, int port) {
        Kind known = (isTcp ? tcp : udp)[port];
        return known != null ? known : isTcp ? otherTcp : otherUdp;
    }

    When when(boolean isTcp, int port) {
        When known = (isTcp ? tcpWhen : udpWhen)[port];
        return known != null ? known : isTcp ? When.OTHER : When.NEVER;
    }

    /** A logon by the protocol that this field names. */
    Kind logon(Event event, Field protocol) {
        for (int i = 0; i < protocols.size(); i++) {
            if (event.textEquals(protocol, protocols.get(i))) {
                return logons.get(i);
            }
        }
        String name = event.text(protocol);
        if (name == null || protocols.size() == MOST / 4) {
            return beyond[Kind.What.LOGON.ordinal()];
        }
        Kind kind = made(Kind.What.LOGON, name, GUESSING, false);
        protocols.add(name.getBytes(StandardCharsets.UTF_8));
        logons.add(kind);
        return kind;
    }

    /** A call of the interface that this field names; null when it is not in the table. */
    @Nullable
    Kind call(Event event, Field uuid) {
        for (int i = 0; i < interfaces.size(); i++) {
            if (event.textEquals(uuid, interfaces.get(i))) {
                return calls.get(i);
            }
        }
        return null;
    }

    /** The same for a text. */
    @Nullable
    Kind call(String uuid) {
        byte[] wanted = uuid.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < interfaces.size(); i++) {
            if (Arrays.equals(interfaces.get(i), wanted)) {
                return calls.get(i);
            }
        }
        return null;
    }

    Kind finding(Rule rule) {
        Kind known = byRule.get(rule.id());
        if (known == null) {
            String technique = rule.techniques().isEmpty()
                    ? ""
                    : rule.techniques().getFirst().id();
            known = made(Kind.What.FINDING, rule.id(), technique, false);
            if (byRule.size() < MOST) {
                byRule.put(rule.id(), known);
            }
        }
        return known;
    }

    Kind of(int number) {
        return all.get(number);
    }

    /** How many kinds there are so far. */
    int size() {
        return all.size();
    }
}
