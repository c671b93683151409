package io.auscult.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import org.junit.jupiter.api.Test;

class TicketUsersTest {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final String PC = "10.0.0.5";

    private final TicketUsers users = new TicketUsers(new Counters());
    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final Event event = new Event();

    private void use(long nowNs, String client, String user, String service, String protocol, Outcome outcome) {
        ConnectionId connection = new ConnectionId();
        connection.origHigh = IpAddress.parse(client).high();
        connection.origLow = IpAddress.parse(client).low();
        block.begin(1);
        out.into(block);
        out.connection(connection);
        out.at(nowNs, 1);
        IdentityUse identity = new IdentityUse();
        if (!user.isEmpty()) {
            identity.user().append(user);
            identity.domain().append("WARD.EXAMPLE");
        }
        identity.service().append(service);
        identity.write(out, protocol, "kerberos", "", outcome);
        event.wrap(block, 0);
        users.enrich(event);
        users.onEvent(event, out);
    }

    private void given(long nowNs, String client, String user, String service) {
        use(nowNs, client, user, service, "krb_tcp", Outcome.SUCCESS);
    }

    private String shown(long nowNs, String client, String service) {
        use(nowNs, client, "", service, "smb", Outcome.SUCCESS);
        return event.text(IdentityUse.USER) + " " + event.text(IdentityUse.DOMAIN) + " " + event.text(IdentityUse.KIND)
                + " " + event.text(IdentityUse.USER_SOURCE);
    }

    @Test
    void shouldNameTheOneWhoGotTheTicket() {
        given(0, PC, "ann", "cifs/FS1");
        assertThat(shown(1, PC, "cifs/fs1")).isEqualTo("ann WARD.EXAMPLE person ticket");
        given(2, PC, "PC5$", "host/dc1");
        assertThat(shown(3, PC, "host/dc1")).isEqualTo("PC5$ WARD.EXAMPLE machine ticket");
    }

    @Test
    void shouldNameNobodyForAnotherServiceOrHost() {
        given(0, PC, "ann", "cifs/fs1");
        assertThat(shown(1, PC, "cifs/fs2")).isEqualTo("null null null null");
        assertThat(shown(1, "10.0.0.6", "cifs/fs1")).isEqualTo("null null null null");
    }

    @Test
    void shouldNameNobodyWhenSeveralGotOne() {
        given(0, PC, "ann", "cifs/fs1");
        given(1, PC, "bob", "cifs/fs1");
        given(2, PC, "bob", "cifs/fs1");
        assertThat(shown(3, PC, "cifs/fs1")).startsWith("null");
        given(3 + 11 * HOUR_NS, PC, "bob", "cifs/fs1");
        assertThat(shown(4 + 11 * HOUR_NS, PC, "cifs/fs1")).startsWith("bob ");
    }

    @Test
    void shouldForgetATicketThatHasRunOut() {
        given(0, PC, "ann", "cifs/fs1");
        assertThat(shown(11 * HOUR_NS, PC, "cifs/fs1")).startsWith("null");
    }

    @Test
    void shouldLearnNothingFromARefusalOrFromTheServiceItself() {
        use(0, PC, "ann", "cifs/fs1", "krb", Outcome.FAILURE);
        use(0, PC, "ann", "cifs/fs1", "smb", Outcome.SUCCESS);
        assertThat(shown(1, PC, "cifs/fs1")).startsWith("null");
    }

    @Test
    void shouldLeaveAUserThatIsKnown() {
        given(0, PC, "ann", "cifs/fs1");
        use(1, PC, "bob", "cifs/fs1", "smb", Outcome.SUCCESS);
        assertThat(event.text(IdentityUse.USER)).isEqualTo("bob");
        assertThat(event.has(IdentityUse.USER_SOURCE)).isFalse();
    }
}
