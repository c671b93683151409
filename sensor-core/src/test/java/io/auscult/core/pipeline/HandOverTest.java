package io.auscult.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One protocol gives way to another on the same connection, or announces another connection. */
class HandOverTest {
    private static final Probe NEVER = first -> Probe.Verdict.NO;

    private final Traffic traffic = new Traffic();
    private final Talk talk = traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 9999);

    private static Probe startingWith(char first) {
        return in -> in.u8(0) == first ? Probe.Verdict.YES : Probe.Verdict.NO;
    }

    private static Protocol protocol(String name, Probe probe) {
        return new Protocol(name, true, true, List.of(), probe, Heard::new, List.of(Heard.HEARD));
    }

    private void twoProtocols() {
        traffic.with(protocol("first", startingWith('a')), protocol("second", startingWith('b')));
    }

    @Test
    void shouldRecognizeAnewAfterAnUpgrade() {
        twoProtocols();
        talk.handshake()
                .orig("ask ")
                .resp("upgrade ")
                .orig("back ")
                .resp("yes ")
                .close();
        assertThat(traffic.events("heard"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("orig=ask  resp="),
                        second -> assertThat(second).contains("orig=back  resp=yes "));
        assertThat(traffic.events("conn").getFirst()).contains("service=first,second");
    }

    @Test
    void shouldGiveTheNextProtocolWhatFollowsInTheSameSegment() {
        twoProtocols();
        talk.handshake().orig("ask upgrade back ").orig("more ").resp("yes ").close();
        assertThat(traffic.events("heard").getLast()).contains("orig=back more  resp=yes ");
    }

    @Test
    void shouldGiveTheNextProtocolWhatWasKeptOfTheOtherDirection() {
        twoProtocols();
        talk.handshake().orig("ask ").orig("bac").resp("upgrade ").orig("k ").close();
        assertThat(traffic.events("heard").getLast()).contains("orig=back ");
    }

    @Test
    void shouldStopAfterManyUpgrades() {
        traffic.with(protocol("first", startingWith('a')));
        talk.handshake();
        for (int i = 0; i < 100; i++) {
            talk.orig("a upgrade ");
        }
        talk.close();
        assertThat(traffic.events("heard")).hasSizeLessThan(10);
        assertThat(traffic.events("conn").getFirst()).contains("service=first ");
    }

    @Test
    void shouldReadAnAnnouncedConnectionWithoutAProbe() {
        traffic.with(protocol("first", startingWith('a')), protocol("expected", NEVER));
        talk.handshake().orig("ask expect ");
        traffic.tcp("10.0.0.1", 40001, "10.0.0.2", Heard.EXPECTED_PORT)
                .handshake()
                .resp("data ")
                .close();
        talk.close();
        assertThat(traffic.events("conn")).anySatisfy(conn -> assertThat(conn).contains("service=expected"));
        assertThat(traffic.events("heard"))
                .anySatisfy(heard -> assertThat(heard).contains("resp=data "));
    }

    @Test
    void shouldForgetAnAnnouncementInTime() {
        traffic.with(protocol("first", startingWith('a')), protocol("expected", NEVER));
        talk.handshake().orig("ask expect ").close();
        traffic.pause(61);
        traffic.tcp("10.0.0.1", 40001, "10.0.0.2", Heard.EXPECTED_PORT)
                .handshake()
                .resp("data ")
                .close();
        assertThat(traffic.events("conn")).noneSatisfy(conn -> assertThat(conn).contains("service=expected"));
    }
}
