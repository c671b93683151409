package io.auscult.core.protocol.dcerpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All interfaces that have a name, from {@code interfaces.txt} beside this class. Immutable, any thread. Looking up makes no garbage. */
final class Interfaces {
    static final Interfaces ALL = load("interfaces.txt", "arguments.txt");

    /** What the last 32 bits of an answer mean, if anything. */
    enum Result {
        NONE,
        NTSTATUS,
        WIN32,
        HRESULT
    }

    /**
     * One interface.
     *
     * @param name the endpoint's name, as Zeek writes it where it knows it
     * @param operations names by number; null for a number without a name
     * @param signatures by number; null where no argument is read
     */
    record Interface(
            long high,
            long low,
            String name,
            Result result,
            @Nullable String[] operations,
            @Nullable Signature[] signatures) {
        @Nullable
        String operation(int opnum) {
            return opnum < operations.length ? operations[opnum] : null;
        }

        @Nullable
        Signature signature(int opnum) {
            return opnum < signatures.length ? signatures[opnum] : null;
        }
    }

    private final @Nullable Interface[] slots;
    private final Map<String, Interface> byPipe;

    private Interfaces(List<Interface> all, Map<String, Interface> byPipe) {
        int size = Integer.highestOneBit(all.size()) * 4;
        slots = new Interface[size];
        for (Interface one : all) {
            int i = start(one.high, one.low);
            while (slots[i] != null) {
                i = i + 1 & size - 1;
            }
            slots[i] = one;
        }
        this.byPipe = Map.copyOf(byPipe);
    }

    private int start(long high, long low) {
        return (int) ((high * 31 + low) * 0x9E37_79B9_7F4A_7C15L >>> 40) & slots.length - 1;
    }

    /** The interface of this UUID, or null. */
    @Nullable
    Interface find(long high, long low) {
        for (int i = start(high, low); ; i = i + 1 & slots.length - 1) {
            Interface one = slots[i];
            if (one == null || one.high == high && one.low == low) {
                return one;
            }
        }
    }

    /** The interface that is usual at the pipe of this name (lower case, without folder), or null. */
    @Nullable
    Interface ofPipe(String name) {
        return byPipe.get(name);
    }

    /** All of them. */
    List<Interface> list() {
        List<Interface> all = new ArrayList<>();
        for (Interface one : slots) {
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    private static Interfaces load(String file, String arguments) {
        List<Interface> all = new ArrayList<>();
        Map<String, Interface> byPipe = new HashMap<>();
        List<String> operations = new ArrayList<>();
        String[] head = {};
        String[] lines = text(file).split("\n", -1);
        for (int i = 0; i <= lines.length; i++) {
            String line = i < lines.length ? lines[i] : "end";
            if (line.isBlank() || line.charAt(0) == '#') {
                continue;
            }
            if (line.charAt(0) == ' ') {
                operation(file, line.strip(), operations);
                continue;
            }
            if (head.length > 0) {
                Interface one = describe(head, operations.toArray(new String[0]));
                all.add(one);
                for (int pipe = 3; pipe < head.length; pipe++) {
                    byPipe.putIfAbsent(head[pipe], one);
                }
            }
            operations.clear();
            head = line.split("\t", -1);
        }
        for (String line : text(arguments).split("\n", -1)) {
            if (!line.isBlank() && line.charAt(0) != '#') {
                sign(all, line.split("\t", -1));
            }
        }
        return new Interfaces(all, byPipe);
    }

    private static void sign(List<Interface> all, String[] line) {
        for (Interface one : all) {
            int opnum = one.name.equals(line[0]) ? Arrays.asList(one.operations).indexOf(line[1]) : -1;
            if (opnum >= 0) {
                one.signatures[opnum] = Signature.parse(line[2]);
                return;
            }
        }
        throw new IllegalArgumentException(
                "arguments.txt: " + line[0] + " " + line[1] + " (expected: an operation of interfaces.txt)");
    }

    private static void operation(String file, String line, List<String> operations) {
        int space = line.indexOf(' ');
        int opnum = Integer.parseInt(space < 0 ? line : line.substring(0, space));
        if (space < 0 || opnum < operations.size()) {
            throw new IllegalArgumentException(file + ": " + line + " (expected: number, ascending, and name)");
        }
        while (operations.size() < opnum) {
            operations.add(null);
        }
        operations.add(line.substring(space + 1).strip());
    }

    private static Interface describe(String[] head, String[] operations) {
        UUID uuid = UUID.fromString(head[0]);
        return new Interface(
                uuid.getMostSignificantBits(),
                uuid.getLeastSignificantBits(),
                head[1],
                Result.valueOf(head[2]),
                operations,
                new Signature[operations.length]);
    }

    private static String text(String file) {
        try (InputStream in = Interfaces.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + file + " (expected: beside Interfaces)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
