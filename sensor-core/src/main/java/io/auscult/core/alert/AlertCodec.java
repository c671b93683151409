package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as bytes, for the journal. One thread, reused.
 * <pre>
 *   record = version (1 byte), then members until the end
 *   member = tag (1 byte), length (4 bytes), content
 *   content = UTF-8 text | 8-byte number | members of a nested record | elements, each (length, content)
 * </pre>
 * Numbers are big-endian. What is absent has no member. A member with an unknown tag, written by a later release, is skipped, so
 * releases may add members, never change one; the version grows only if that is ever broken.
 */
final class AlertCodec {
    static final int VERSION = 1;

    private static final byte ID = 1, TIME = 2, RULE = 3, LEVEL = 4, CONFIDENCE = 5, KIND = 6, ACTOR = 7, TARGET = 8;
    private static final byte TARGETS = 9,
            TARGET_COUNT = 10,
            PORTS = 11,
            PORT_COUNT = 12,
            OPEN_PORTS = 13,
            ANSWERED = 14;
    private static final byte OUTCOME = 15, COUNT = 16, FIRST_SEEN = 17, LAST_SEEN = 18, EVIDENCE = 19, CONNECTION = 20;
    private static final byte INCIDENT = 21, UPDATE = 22, RECOMMENDATION = 23, SEVERITY = 24, PHASES = 25;
    private static final int LENGTH = 4; // bytes of a length

    private ByteBuffer out = ByteBuffer.allocate(1 << 12);

    /** The alert as bytes, to be read before the next call; position 0, limit at the end. */
    ByteBuffer encode(Alert alert) {
        out.clear();
        room(1).put((byte) VERSION);
        text(ID, alert.id());
        number(TIME, alert.timeNs());
        rule(alert.rule());
        text(LEVEL, alert.level().name());
        text(CONFIDENCE, alert.confidence().name());
        text(KIND, alert.kind());
        party(ACTOR, alert.actor());
        party(TARGET, alert.target());
        list(TARGETS, alert.targets(), IpAddress::toString);
        number(TARGET_COUNT, alert.targetCount());
        list(PORTS, alert.ports(), port -> Integer.toString(port));
        number(PORT_COUNT, alert.portCount());
        list(OPEN_PORTS, alert.openPorts(), text -> text);
        number(ANSWERED, alert.answered());
        text(OUTCOME, alert.outcome().name());
        number(COUNT, alert.count());
        number(FIRST_SEEN, alert.firstSeenNs());
        number(LAST_SEEN, alert.lastSeenNs());
        map(EVIDENCE, alert.evidence());
        connection(alert.connection());
        text(INCIDENT, alert.incidentId());
        number(UPDATE, alert.update());
        map(RECOMMENDATION, alert.recommendation());
        number(SEVERITY, alert.severity());
        list(PHASES, alert.phases(), phase -> phase);
        return out.flip();
    }

    private void rule(Rule rule) {
        int begin = begin(RULE);
        text((byte) 1, rule.id());
        number((byte) 2, rule.signatureId());
        number((byte) 3, rule.revision());
        text((byte) 4, rule.title());
        text((byte) 5, rule.area());
        text((byte) 6, rule.level().name());
        text((byte) 7, rule.confidence().name());
        for (Technique technique : rule.techniques()) {
            list(
                    (byte) 8,
                    List.of(technique.id(), technique.name(), technique.tacticId(), technique.tacticName()),
                    t -> t);
        }
        text((byte) 9, rule.description());
        map((byte) 10, rule.recommendation());
        text((byte) 11, rule.telling().phase());
        map((byte) 12, rule.telling().story());
        map((byte) 13, rule.telling().check());
        end(begin);
    }

    private void party(byte tag, Party party) {
        int begin = begin(tag);
        address((byte) 1, party.ip());
        text((byte) 2, party.mac());
        text((byte) 3, party.host());
        text((byte) 4, party.user());
        end(begin);
    }

    private void connection(ConnectionRef connection) {
        int begin = begin(CONNECTION);
        number((byte) 1, connection.uid());
        address((byte) 2, connection.origHost());
        number((byte) 3, connection.origPort());
        address((byte) 4, connection.respHost());
        number((byte) 5, connection.respPort());
        number((byte) 6, connection.proto());
        number((byte) 7, connection.vlan());
        number((byte) 8, connection.innerVlan());
        number((byte) 9, connection.iface());
        number((byte) 10, connection.packetNumber());
        end(begin);
    }

    private void address(byte tag, @Nullable IpAddress address) {
        text(tag, address == null ? null : address.toString());
    }

    private void text(byte tag, @Nullable String text) {
        if (text != null) {
            int begin = begin(tag);
            bytes(text);
            end(begin);
        }
    }

    private void number(byte tag, long number) {
        int begin = begin(tag);
        room(Long.BYTES).putLong(number);
        end(begin);
    }

    private <T> void list(byte tag, List<T> list, Function<T, String> text) {
        int begin = begin(tag);
        for (T element : list) {
            element(text.apply(element));
        }
        end(begin);
    }

    private void map(byte tag, Map<String, String> map) {
        int begin = begin(tag);
        map.forEach((key, value) -> {
            element(key);
            element(value);
        });
        end(begin);
    }

    private void element(String text) {
        int begin = room(LENGTH).position();
        out.putInt(0);
        bytes(text);
        end(begin + LENGTH);
    }

    private void bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length).put(utf8);
    }

    /** @return where the content begins */
    private int begin(byte tag) {
        room(1 + LENGTH).put(tag).putInt(0);
        return out.position();
    }

    private void end(int begin) {
        out.putInt(begin - LENGTH, out.position() - begin);
    }

    private ByteBuffer room(int more) {
        if (out.remaining() < more) {
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), Math.max(2 * out.capacity(), out.position() + more)))
                    .position(out.position());
        }
        return out;
    }

    /** The id alone. @throws CorruptAlertException when these bytes are no alert */
    static String id(ByteBuffer in) {
        return members(in).text(ID);
    }

    /** @throws CorruptAlertException when these bytes are no alert of a version that is known */
    static Alert decode(ByteBuffer in) {
        Members m = members(in);
        try {
            return new Alert(
                    m.text(ID),
                    m.number(TIME),
                    rule(m.nested(RULE)),
                    Level.valueOf(m.text(LEVEL)),
                    Confidence.valueOf(m.text(CONFIDENCE)),
                    m.text(KIND),
                    party(m.nested(ACTOR)),
                    party(m.nested(TARGET)),
                    m.texts(TARGETS).stream().map(IpAddress::parse).toList(),
                    m.number(TARGET_COUNT),
                    m.texts(PORTS).stream().map(Integer::valueOf).toList(),
                    m.number(PORT_COUNT),
                    m.texts(OPEN_PORTS),
                    m.number(ANSWERED),
                    Outcome.valueOf(m.text(OUTCOME)),
                    m.number(COUNT),
                    m.number(FIRST_SEEN),
                    m.number(LAST_SEEN),
                    m.map(EVIDENCE),
                    connection(m.nested(CONNECTION)),
                    m.text(INCIDENT),
                    (int) m.number(UPDATE),
                    m.map(RECOMMENDATION),
                    m.has(SEVERITY) ? (int) m.number(SEVERITY) : 0, // not in journals of earlier releases
                    m.has(PHASES) ? m.texts(PHASES) : List.of());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new CorruptAlertException("alert: unreadable (expected: what this codec wrote)", e);
        }
    }

    private static Rule rule(Members m) {
        List<Technique> techniques = new ArrayList<>();
        for (ByteBuffer content : m.all((byte) 8)) {
            List<String> parts = Members.elements(content);
            techniques.add(new Technique(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
        }
        return new Rule(
                m.text((byte) 1),
                (int) m.number((byte) 2),
                (int) m.number((byte) 3),
                m.text((byte) 4),
                m.text((byte) 5),
                Level.valueOf(m.text((byte) 6)),
                Confidence.valueOf(m.text((byte) 7)),
                techniques,
                m.text((byte) 9),
                m.map((byte) 10),
                telling(m));
    }

    private static Telling telling(Members m) {
        return m.has((byte) 11)
                ? new Telling(m.text((byte) 11), m.map((byte) 12), m.map((byte) 13))
                : Telling.NONE; // written by an earlier release
    }

    private static Party party(Members m) {
        return new Party(address(m.find((byte) 1)), m.find((byte) 2), m.find((byte) 3), m.find((byte) 4));
    }

    private static ConnectionRef connection(Members m) {
        return new ConnectionRef(
                m.number((byte) 1),
                address(m.find((byte) 2)),
                (int) m.number((byte) 3),
                address(m.find((byte) 4)),
                (int) m.number((byte) 5),
                (int) m.number((byte) 6),
                (int) m.number((byte) 7),
                (int) m.number((byte) 8),
                (int) m.number((byte) 9),
                m.number((byte) 10));
    }

    private static @Nullable IpAddress address(@Nullable String text) {
        return text == null ? null : IpAddress.parse(text);
    }

    private static Members members(ByteBuffer in) {
        if (!in.hasRemaining() || in.get(in.position()) != VERSION) {
            throw new CorruptAlertException("alert: version (expected: " + VERSION + ")", null);
        }
        try {
            return new Members(in.slice(in.position() + 1, in.remaining() - 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new CorruptAlertException("alert: cut (expected: whole members)", e);
        }
    }

    /** The members of a record by their tag. */
    private static final class Members {
        private final Map<Byte, List<ByteBuffer>> contents = new LinkedHashMap<>();

        Members(ByteBuffer in) {
            while (in.hasRemaining()) {
                byte tag = in.get();
                contents.computeIfAbsent(tag, t -> new ArrayList<>()).add(content(in));
            }
        }

        private static ByteBuffer content(ByteBuffer in) {
            int length = in.getInt();
            ByteBuffer content = in.slice(in.position(), length);
            in.position(in.position() + length);
            return content;
        }

        List<ByteBuffer> all(byte tag) {
            return contents.getOrDefault(tag, List.of());
        }

        private ByteBuffer one(byte tag) {
            List<ByteBuffer> all = all(tag);
            if (all.isEmpty()) {
                throw new CorruptAlertException("alert: member " + tag + " (expected: present)", null);
            }
            return all.getFirst().duplicate();
        }

        boolean has(byte tag) {
            return contents.containsKey(tag);
        }

        @Nullable
        String find(byte tag) {
            return all(tag).isEmpty() ? null : text(tag);
        }

        String text(byte tag) {
            return StandardCharsets.UTF_8.decode(one(tag)).toString();
        }

        long number(byte tag) {
            return one(tag).getLong();
        }

        Members nested(byte tag) {
            return new Members(one(tag));
        }

        List<String> texts(byte tag) {
            return elements(one(tag));
        }

        Map<String, String> map(byte tag) {
            List<String> parts = texts(tag);
            Map<String, String> map = new LinkedHashMap<>();
            for (int i = 0; i + 1 < parts.size(); i += 2) {
                map.put(parts.get(i), parts.get(i + 1));
            }
            return map;
        }

        static List<String> elements(ByteBuffer in) {
            List<String> elements = new ArrayList<>();
            while (in.hasRemaining()) {
                elements.add(StandardCharsets.UTF_8.decode(content(in)).toString());
            }
            return elements;
        }
    }
}
