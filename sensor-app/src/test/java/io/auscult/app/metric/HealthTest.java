package io.auscult.app.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final class Time extends Clock {
        private Instant now = Instant.parse("2027-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class Eve implements Output {
        private @Nullable Instant failingSince;
        private long dead;
        private long unreadable;

        @Override
        public String name() {
            return "eve";
        }

        @Override
        public long lag() {
            return 12;
        }

        @Override
        public long delivered() {
            return 0;
        }

        @Override
        public long dead() {
            return dead;
        }

        @Override
        public long unreadable() {
            return unreadable;
        }

        @Override
        public @Nullable Instant failingSince() {
            return failingSince;
        }

        @Override
        public String failure() {
            return "No space left on device";
        }
    }

    private final FakeCounts counts = new FakeCounts();
    private final Time time = new Time();
    private final Eve eve = new Eve();
    private final List<String> gone = new ArrayList<>();
    private long diskFree = Long.MAX_VALUE;
    private long expired;
    private long expiredExceptions;
    private final Health health = new Health(
            counts,
            time,
            Duration.ofMinutes(1),
            () -> gone,
            List.of(eve),
            () -> diskFree,
            () -> expired,
            () -> expiredExceptions);

    private void pass(int seconds, long packets, long lost) {
        time.now = time.now.plusSeconds(seconds);
        counts.set(Counter.PACKETS_RECEIVED, counts.get(Counter.PACKETS_RECEIVED) + packets);
        counts.set(Counter.PACKETS_DROPPED_KERNEL, counts.get(Counter.PACKETS_DROPPED_KERNEL) + lost);
        health.sample();
    }

    @Test
    void shouldBeGreenWhilePacketsCome() {
        pass(10, 1000, 0);
        assertThat(health.report().toJson()).isEqualTo("{\"status\":\"green\",\"reasons\":[]}\n");
    }

    @Test
    void shouldTellRulesThatCannotBeUsed() {
        List<String> broken = new ArrayList<>();
        health.brokenRules(() -> broken);
        pass(10, 1000, 0);
        assertThat(health.report().status()).isEqualTo(Status.GREEN);
        broken.add("own.yml:7: no such field");
        assertThat(health.report().status()).isEqualTo(Status.AMBER);
        assertThat(health.report().reasons().getFirst().text())
                .isEqualTo(
                        "rules that cannot be used: 1, the first: own.yml:7: no such field; `auscult rules check` names all");
    }

    @Test
    void shouldTurnAmberThenRedAsPacketsAreLost() {
        pass(10, 100_000, 100);
        assertThat(health.report().status()).isEqualTo(Status.GREEN);
        pass(10, 100_000, 200);
        assertThat(health.report().status()).isEqualTo(Status.AMBER);
        pass(10, 100_000, 50_000);
        assertThat(health.report().status()).isEqualTo(Status.RED);
        assertThat(health.report().reasons().getFirst().text())
                .isEqualTo("50300 of 350300 packets were lost in the last minute");
        for (int i = 0; i < 8; i++) {
            pass(10, 100_000, 0);
        }
        assertThat(health.report().status()).as("a minute later").isEqualTo(Status.GREEN);
    }

    @Test
    void shouldNoticeAMirrorPortThatFellSilent() {
        pass(10, 1, 0);
        pass(59, 0, 0);
        assertThat(health.report().status()).isEqualTo(Status.GREEN);
        pass(1, 0, 0);
        assertThat(health.report().status()).isEqualTo(Status.AMBER);
        pass(300, 0, 0);
        assertThat(health.report().status()).isEqualTo(Status.RED);
        pass(1, 5, 0);
        assertThat(health.report().status()).isEqualTo(Status.GREEN);
    }

    @Test
    void shouldSayThatAnOutputFails() {
        pass(1, 1, 0);
        eve.failingSince = time.now.minusSeconds(60);
        assertThat(health.report().toJson())
                .isEqualTo("{\"status\":\"amber\",\"reasons\":[{\"status\":\"amber\",\"what\":\"output\","
                        + "\"text\":\"eve fails for 60 s, 12 alerts wait: No space left on device\"}]}\n");
        eve.failingSince = time.now.minusSeconds(600);
        assertThat(health.report().status()).isEqualTo(Status.RED);
    }

    @Test
    void shouldTellOfWhatAReceiverWillNotGet() {
        pass(1, 1, 0);
        eve.dead = 3;
        assertThat(health.report().reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.text()).startsWith("eve refused 3 entries"));
        eve.dead = 0;
        eve.unreadable = 2;
        assertThat(health.report().reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.text())
                        .startsWith("2 entries of the journal cannot be read")
                        .endsWith("eve did not get them"));
        assertThat(health.report().status()).isEqualTo(Status.AMBER);
    }

    @Test
    void shouldWatchDiskRolesInterfacesAndDefects() {
        diskFree = 1L << 30;
        assertThat(health.report().status()).isEqualTo(Status.AMBER);
        diskFree = 1L << 20;
        assertThat(health.report().status()).isEqualTo(Status.RED);
        diskFree = Long.MAX_VALUE;
        expired = 2;
        assertThat(health.report().reasons().getFirst().text()).startsWith("2 declared roles");
        expiredExceptions = 1;
        assertThat(health.report().reasons().getLast().text()).startsWith("1 exceptions have expired");
        expiredExceptions = 0;
        gone.add("eth1");
        assertThat(health.report().status()).isEqualTo(Status.RED);
        gone.clear();
        expired = 0;
        counts.set(Counter.PARSER_CRASHES, 1);
        assertThat(health.report().status()).isEqualTo(Status.AMBER);
        counts.set(Counter.ALERTS_LOST, 1);
        assertThat(health.report().status()).isEqualTo(Status.RED);
    }
}
