package io.auscult.core.protocol;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * A conversation as a script, {@code orig("GET /").gap(10).resp("200 OK")}, given to a parser in any segmentation; answers the events as
 * texts. Stands in for the stream stage: keeps what the parser left, honours REJECT and DONE. Each step is one millisecond later.
 */
public final class ParserScript {
    /** Where steps are cut. */
    public enum Cuts {
        NONE,
        EVERY_BYTE,
        RANDOM
    }

    private record Step(Direction direction, byte[] bytes, long gap) {}

    /** What came of one run. */
    public record Outcome(List<String> events, boolean rejected, boolean confirmed, boolean done) {}

    private static final long START_NS = 1_000_000_000_000L;

    private final List<Step> steps = new ArrayList<>();
    private final ConnectionId connection = new ConnectionId();
    private boolean datagrams;
    private Direction last = Direction.ORIG;

    private ParserScript() {
        connection.proto = 6;
        connection.origPort = 50_000;
        connection.respPort = 50_001;
        IpAddress orig = IpAddress.parse("10.0.0.1");
        IpAddress resp = IpAddress.parse("10.0.0.2");
        connection.origHigh = orig.high();
        connection.origLow = orig.low();
        connection.respHigh = resp.high();
        connection.respLow = resp.low();
        connection.uid = 1;
    }

    public static ParserScript tcp() {
        return new ParserScript();
    }

    public static ParserScript udp() {
        ParserScript script = new ParserScript();
        script.datagrams = true;
        script.connection.proto = 17;
        return script;
    }

    public ParserScript ports(int orig, int resp) {
        connection.origPort = orig;
        connection.respPort = resp;
        return this;
    }

    /** Another address for the responder than 10.0.0.2. */
    public ParserScript responder(String address) {
        IpAddress resp = IpAddress.parse(address);
        connection.respHigh = resp.high();
        connection.respLow = resp.low();
        return this;
    }

    public ParserScript orig(String latin1) {
        return orig(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public ParserScript resp(String latin1) {
        return resp(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public ParserScript orig(byte[] bytes) {
        return add(Direction.ORIG, bytes);
    }

    public ParserScript resp(byte[] bytes) {
        return add(Direction.RESP, bytes);
    }

    /** Bytes missing after the last step, in its direction. */
    public ParserScript gap(long length) {
        return gap(last, length);
    }

    public ParserScript gap(Direction direction, long length) {
        steps.add(new Step(direction, null, length));
        return this;
    }

    /** Time goes by. */
    public ParserScript pause(long milliseconds) {
        steps.add(new Step(null, null, milliseconds));
        return this;
    }

    private ParserScript add(Direction direction, byte[] bytes) {
        steps.add(new Step(direction, bytes, 0));
        last = direction;
        return this;
    }

    /** Events of one run with whole steps. */
    public List<String> run(ProtocolParser parser) {
        return run(parser, Cuts.NONE, 0).events();
    }

    /** Runs whole, byte by byte and with random cuts; all must agree. */
    public Outcome runEveryWay(ProtocolParser parser) {
        Outcome whole = run(parser, Cuts.NONE, 0);
        if (!datagrams) {
            requireSame(whole, run(parser, Cuts.EVERY_BYTE, 0), "byte by byte");
            for (int seed = 0; seed < 20; seed++) {
                requireSame(whole, run(parser, Cuts.RANDOM, seed), "random cuts, seed " + seed);
            }
        }
        requireSame(whole, run(parser, Cuts.NONE, 0), "again after reset");
        return whole;
    }

    private static void requireSame(Outcome expected, Outcome actual, String how) {
        if (!expected.equals(actual)) {
            throw new AssertionError(how + " differs\nwhole:  " + expected + "\nhere:   " + actual);
        }
    }

    public Outcome run(ProtocolParser parser, Cuts cuts, long seed) {
        return new Run(parser, cuts, seed).play();
    }

    private final class Run {
        private final ProtocolParser parser;
        private final Cuts cuts;
        private final Random random;
        private final EventBlock block = new EventBlock();
        private final EventWriter out = new EventWriter(new Counters());
        private final StreamView view = new StreamView();
        private final byte[][] kept = {new byte[0], new byte[0]};
        private boolean rejected;
        private boolean done;
        private boolean confirmed;

        Run(ProtocolParser parser, Cuts cuts, long seed) {
            this.parser = parser;
            this.cuts = cuts;
            this.random = new Random(seed);
        }

        Outcome play() {
            parser.reset();
            block.begin(1);
            out.into(block);
            out.connection(connection);
            long nowNs = START_NS;
            for (int i = 0; i < steps.size() && !rejected && !done; i++) {
                Step step = steps.get(i);
                nowNs += 1_000_000;
                if (step.direction == null) {
                    nowNs += step.gap * 1_000_000;
                    continue;
                }
                out.at(nowNs, i + 1);
                if (step.bytes == null) {
                    kept[step.direction.ordinal()] = new byte[0];
                    done = !parser.onGap(step.direction, step.gap, out);
                } else {
                    feed(step);
                }
            }
            if (!rejected) {
                out.at(nowNs + 1_000_000, steps.size() + 1);
                parser.onEnd(out);
            }
            return new Outcome(texts(), rejected, confirmed, done);
        }

        private void feed(Step step) {
            int at = 0;
            do {
                int size = step.bytes.length - at;
                if (!datagrams && size > 0) {
                    size = switch (cuts) {
                        case NONE -> size;
                        case EVERY_BYTE -> 1;
                        case RANDOM -> 1 + random.nextInt(Math.min(size, 1 << random.nextInt(12)));
                    };
                }
                give(step.direction, Arrays.copyOfRange(step.bytes, at, at + size));
                at += size;
            } while (at < step.bytes.length && !rejected && !done);
        }

        private void give(Direction direction, byte[] more) {
            int d = direction.ordinal();
            int margin = random.nextInt(5); // a parser must not rely on where in the array its bytes begin
            byte[] all = new byte[margin + kept[d].length + more.length + 3];
            System.arraycopy(kept[d], 0, all, margin, kept[d].length);
            System.arraycopy(more, 0, all, margin + kept[d].length, more.length);
            int length = kept[d].length + more.length;
            view.wrap(all, margin, length, direction, datagrams, connection);
            int eaten = parser.onData(view, out);
            confirmed |= view.isConfirmed();
            if (eaten == ProtocolParser.REJECT) {
                rejected = true;
            } else if (eaten == ProtocolParser.DONE || eaten >= 0 && view.isHandedOver()) {
                done = true;
            } else if (eaten < 0 || eaten > length) {
                throw new AssertionError("eaten: " + eaten + " (expected: 0 to " + length + ")");
            } else if (!datagrams) {
                kept[d] = Arrays.copyOfRange(all, margin + eaten, margin + length);
                if (kept[d].length > ProtocolParser.MAX_KEPT) {
                    throw new AssertionError(
                            "left: " + kept[d].length + " (expected: at most " + ProtocolParser.MAX_KEPT + ")");
                }
            }
        }

        private List<String> texts() {
            List<String> texts = new ArrayList<>();
            Event event = new Event();
            for (int i = 0; i < block.count(); i++) {
                event.wrap(block, i);
                texts.add(text(event));
            }
            return texts;
        }
    }

    /** An event as a line. */
    public static String text(Event event) {
        StringJoiner text = new StringJoiner(
                " ", event.type().name() + "@" + (event.timestampNs() - START_NS) / 1_000_000 + " ", "");
        for (Field field : event.type().fields()) {
            if (event.has(field)) {
                text.add(field.name() + "=" + value(event, field));
            }
        }
        return text.toString();
    }

    private static Object value(Event event, Field field) {
        return switch (field.kind()) {
            case TEXT -> event.text(field);
            case BOOL -> event.flag(field) ? "T" : "F";
            case INTERVAL -> event.number(field) / 1_000_000 + "ms";
            case TIME -> event.number(field) / 1_000_000_000;
            case ADDRESS -> event.address(field);
            case TEXT_LIST -> event.texts(field);
            case COUNT_LIST, INTERVAL_LIST -> {
                List<Long> numbers = new ArrayList<>();
                for (int i = 0; i < event.listCount(field); i++) {
                    numbers.add(event.numberAt(field, i)
                            / (field.kind() == io.auscult.core.event.Kind.INTERVAL_LIST ? 1_000_000_000 : 1));
                }
                yield numbers;
            }
            case ADDRESS_LIST -> {
                List<IpAddress> addresses = new ArrayList<>();
                for (int i = 0; i < event.listCount(field); i++) {
                    addresses.add(event.addressAt(field, i));
                }
                yield addresses;
            }
            default -> event.number(field);
        };
    }
}
