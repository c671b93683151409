package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of a record by their tag, see {@link EntryCodec}. One thread. What does not fit throws. */
final class Members {
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
            throw new CorruptAlertException("journal: member " + tag + " (expected: present)", null);
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

    <T> List<T> list(byte tag, Function<Members, T> element) {
        List<T> list = new ArrayList<>();
        for (ByteBuffer content : all(tag)) {
            list.add(element.apply(new Members(content.duplicate())));
        }
        return list;
    }

    Rule rule(byte tag) {
        return rule(nested(tag));
    }

    Party party(byte tag) {
        Members m = nested(tag);
        return new Party(m.address((byte) 1), m.find((byte) 2), m.find((byte) 3), m.find((byte) 4));
    }

    ConnectionRef connection(byte tag) {
        Members m = nested(tag);
        return new ConnectionRef(
                m.number((byte) 1),
                m.address((byte) 2),
                (int) m.number((byte) 3),
                m.address((byte) 4),
                (int) m.number((byte) 5),
                (int) m.number((byte) 6),
                (int) m.number((byte) 7),
                (int) m.number((byte) 8),
                (int) m.number((byte) 9),
                m.number((byte) 10));
    }

    private @Nullable IpAddress address(byte tag) {
        String text = find(tag);
        return text == null ? null : IpAddress.parse(text);
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
}
