package io.auscult.benchmarks;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.dns.DnsParser;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.rules.rule.Techniques;
import io.auscult.rules.sigma.RuleLoader;
import io.auscult.rules.sigma.RuleSet;
import io.auscult.rules.sigma.SigmaDetector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event costs the Sigma rules when none of them holds: DNS queries and HTTP requests as clients send them, under few and many rules. Run with {@code -prof gc} to see that
 * nothing is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SigmaBenchmark {
    private static final int EVENTS = 4_096;
    private static final String[] HOSTS = {"www", "mail", "cdn", "update", "login", "static", "pacs", "intranet"};
    private static final String[] AGENTS = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
        "Microsoft-CryptoAPI/10.0"
    };

    /** How many rules there are. */
    @Param({"30", "3000"})
    public int rules;

    private final Counters counters = new Counters();
    private final EventBlock block = new EventBlock();
    private final Event event = new Event();
    private final Random random = new Random(7);
    private SigmaDetector detector;
    private long alerts;
    private final AlertSink sink = alert -> alerts++;

    @Setup
    public void begin() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < rules; i++) {
            yaml.append(i == 0 ? "" : "---\n").append(rule(i));
        }
        // A file holds at most 1,000 rules.
        String[] documents = yaml.toString().split("---\n", -1);
        List<RuleLoader.Source> sources = Arrays.stream(documents)
                .map(text -> new RuleLoader.Source("rule" + text.hashCode() + ".yml", text))
                .toList();
        RuleSet loaded = new RuleLoader(new Techniques()).load(sources, Set.of());
        if (loaded.size() != rules || !loaded.problems().isEmpty()) {
            throw new IllegalStateException(loaded.size() + " rules: " + loaded.problems());
        }
        detector = new SigmaDetector(loaded, counters);
        write();
    }

    /** Every third of a kind: domains, paths with a method, programs by their name with an exception. */
    private String rule(int i) {
        String detection = switch (i % 3) {
            case 0 ->
                "    a:\n        query|endswith: ['." + word() + ".com', '." + word() + ".example', '" + word()
                        + ".net']\n    condition: a\n";
            case 1 ->
                "    a:\n        uri|contains: ['/" + word() + "/', '" + word()
                        + ".php']\n        method: POST\n    b:\n        status_code: 404\n    condition: a and not b\n";
            default ->
                "    a:\n        user_agent|contains|all: ['" + word() + "', '" + word()
                        + "']\n    b:\n        host|endswith: ." + word() + ".org\n    condition: a or b\n";
        };
        return "title: Rule " + i + "\nname: rule" + i + "\nlogsource:\n    product: zeek\n    service: "
                + (i % 3 == 0 ? "dns" : "http") + "\ndetection:\n" + detection;
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int length = 6 + random.nextInt(8); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private void write() {
        EventWriter writer = new EventWriter(counters);
        ConnectionId id = new ConnectionId();
        block.begin(0);
        writer.into(block);
        for (int n = 0; n < EVENTS; n++) {
            id.uid = n;
            id.proto = 6;
            id.origLow = 0xFFFF_0A14_0100L + n % 200;
            id.respLow = 0xFFFF_0A1E_0200L + n % 20;
            writer.at(1_700_000_000_000_000_000L + n, n);
            writer.connection(id);
            String host = HOSTS[random.nextInt(HOSTS.length)] + random.nextInt(100) + "." + word() + ".com";
            if (n % 2 == 0) {
                writer.begin(DnsParser.DNS);
                text(writer, DnsParser.DNS, "query", host);
                text(writer, DnsParser.DNS, "rcode_name", "NOERROR");
            } else {
                writer.begin(HttpParser.HTTP);
                text(writer, HttpParser.HTTP, "method", n % 8 == 1 ? "POST" : "GET");
                text(writer, HttpParser.HTTP, "host", host);
                text(
                        writer,
                        HttpParser.HTTP,
                        "uri",
                        "/" + word() + "/" + word() + "/index.html?id=" + random.nextInt(1_000_000));
                text(writer, HttpParser.HTTP, "user_agent", AGENTS[random.nextInt(AGENTS.length)]);
                writer.set(HttpParser.HTTP.field("status_code"), 200);
            }
            writer.end();
        }
    }

    private static void text(EventWriter writer, EventType type, String name, String value) {
        Field field = type.field(name);
        writer.set(field, value);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long detect() {
        for (int n = 0; n < block.count(); n++) {
            event.wrap(block, n);
            detector.onEvent(event, sink);
        }
        return alerts;
    }
}
