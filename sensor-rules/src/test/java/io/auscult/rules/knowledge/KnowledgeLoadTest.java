package io.auscult.rules.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.EventScript;
import io.auscult.rules.lateral.LateralRules;
import io.auscult.rules.lateral.MovementDetector;
import io.auscult.rules.role.Roles;
import io.auscult.rules.rule.Techniques;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A hospital of 100,000 hosts and 50,000 users, hour after hour. {@code -Dauscult.load=12} makes a day of it; {@code -Dauscult.figures=true} prints what was measured.
 */
class KnowledgeLoadTest {
    private static final int HOSTS = 100_000;
    private static final int USERS = 50_000;
    private static final int SERVERS = 500;
    private static final int HOURS = 2 * Integer.getInteger("auscult.load", 1);
    private static final long HOUR_NS = 3_600 * EventScript.SECOND;
    private static final long MEGABYTE = 1 << 20;

    private final Counters counters = new Counters();
    private final Knowledge knowledge =
            new Knowledge(Roles.NONE, LocalNets.DEFAULT, Duration.ofHours(12), true, counters);
    private final List<Alert> alerts = new ArrayList<>();
    private final Detector movement =
            new MovementDetector(new LateralRules(new Techniques()), knowledge, LocalNets.DEFAULT, counters);
    private final EventWriter writer = new EventWriter(counters);
    private final EventBlock block = new EventBlock();
    private final Event view = new Event();
    private final ConnectionId id = new ConnectionId();
    private long nowNs = EventScript.START;
    private long events;

    @Test
    void shouldKnowAHundredThousandHostsInConstantMemory() {
        long before = used();
        hour();
        long filled = used() - before;
        long start = System.nanoTime();
        long eventsBefore = events;
        for (int i = 1; i < HOURS; i++) {
            hour();
        }
        long ns = (System.nanoTime() - start) / Math.max(1, events - eventsBefore);
        long grown = used() - before - filled;
        if (Boolean.getBoolean("auscult.figures")) {
            long saving = System.nanoTime();
            int bytes = KnowledgeFile.encode(knowledge, nowNs).remaining();
            System.out.printf(
                    "%d hours, %d events, %d ns an event written and judged; %d MB after an hour, %d MB more at the end; %d standings, %d pairs, %d users,"
                            + " file of %d MB in %d ms%n",
                    HOURS,
                    events,
                    ns,
                    filled / MEGABYTE,
                    grown / MEGABYTE,
                    knowledge.standings().size(),
                    knowledge.pairs().size(),
                    knowledge.users().size(),
                    bytes / MEGABYTE,
                    (System.nanoTime() - saving) / 1_000_000);
        }
        assertThat(filled).isLessThan(200 * MEGABYTE);
        assertThat(grown).isLessThan(8 * MEGABYTE);
        assertThat(knowledge.forgotten()).isZero();
        assertThat(alerts).as("what is done every hour").isEmpty();
    }

    @Test
    void shouldForgetTheLongestIdleOfAFloodAndCountIt() {
        long before = used();
        for (int i = 0; i < 2_000_000; i++) {
            long host = ipv4(0x0A00_0000 + i);
            knowledge.serves(host, host, Service.SMB, i, nowNs);
            knowledge.administers(0, host, 0, ipv4(0x0A80_0000 + i % 7), Service.SSH, nowNs);
            knowledge.users().at(i + 1, 0, host).seen(nowNs);
        }
        assertThat(knowledge.standings().size()).isEqualTo(Knowledge.STANDINGS);
        assertThat(knowledge.pairs().size()).isEqualTo(Knowledge.PAIRS);
        assertThat(knowledge.forgotten()).isEqualTo(4_000_000L - Knowledge.STANDINGS - Knowledge.PAIRS);
        assertThat(used() - before).isLessThan(250 * MEGABYTE);
    }

    /** What everybody does in an hour. */
    private void hour() {
        for (int i = 0; i < HOSTS; i++) {
            nowNs += HOUR_NS / HOSTS;
            int server = i % SERVERS;
            connection(host(i), host(i % 4), 17, 53);
            connection(host(i), host(i % 4), 6, 88);
            connection(host(i), host(10 + server), 6, 445);
            connection(host(i), host(10 + (server * 7 + 3) % SERVERS), 6, 443);
            connection(host(5 + i % 3), host(i), 6, 135);
            connection(host(5 + i % 2), host(i), 6, 445);
            if (i < USERS) {
                identity(i, host(i), host(i % 4), "krb");
                identity(i, host(i), host(10 + server), "smb");
                identity(i, host(i), host(10 + i % 5), "http");
            }
            if (i < SERVERS) {
                connection(host(8), host(10 + i), 17, 161);
                session(host(600 + i % 20), host(10 + i));
            }
            if (i % 100 == 0) {
                knowledge.onTime(nowNs, alerts::add);
            }
        }
    }

    private void connection(long client, long server, int proto, int port) {
        begin(client, server, proto, port);
        writer.begin(FlowEvents.CONN);
        writer.set(FlowEvents.ORIG_BYTES, 500);
        writer.set(FlowEvents.RESP_BYTES, 900);
        feed();
    }

    private void identity(int user, long client, long server, String protocol) {
        begin(client, server, 6, 445);
        writer.begin(IdentityUse.IDENTITY);
        writer.set(IdentityUse.USER, "user" + user);
        writer.set(IdentityUse.KIND, "person");
        writer.set(IdentityUse.PROTOCOL, protocol);
        writer.set(IdentityUse.OUTCOME, "success");
        feed();
    }

    private void session(long client, long server) {
        begin(client, server, 6, 22);
        writer.begin(IdentityUse.IDENTITY);
        writer.set(IdentityUse.PROTOCOL, "ssh");
        writer.set(IdentityUse.OUTCOME, "success");
        feed();
        id.uid--;
        connection(client, server, 6, 22);
    }

    private void begin(long client, long server, int proto, int port) {
        id.uid++;
        id.origHigh = 0;
        id.origLow = client;
        id.respHigh = 0;
        id.respLow = server;
        id.proto = proto;
        id.respPort = port;
        block.begin(0);
        writer.into(block);
        writer.at(nowNs, events + 1);
        writer.connection(id);
    }

    private void feed() {
        writer.end();
        view.wrap(block, 0);
        events++;
        knowledge.onEvent(view, alerts::add);
        movement.onEvent(view, alerts::add);
    }

    private static long host(int number) {
        return ipv4(0x0A00_0000 + number);
    }

    private static long ipv4(int bits) {
        return 0xFFFF_0000_0000L | bits & 0xFFFF_FFFFL;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
