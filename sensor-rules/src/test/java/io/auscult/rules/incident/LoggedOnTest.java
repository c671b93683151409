package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Incident;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedOnTest {
    private static final String SERVER = "10.20.2.41";

    private final EventScript script = new EventScript().from("10.20.1.66");

    /** On the connection last begun: starting the remote shutdown of the host, whose rule knows nothing of users. */
    private EventScript shutsDown() {
        return script.also(DcerpcParser.DCE_RPC, "uuid", "894de0c0-0d55-11d3-a322-00c04fa321a1", "opnum", 0);
    }

    private Incident only() {
        script.end();
        List<Incident> incidents = script.incidents.list();
        assertThat(incidents).hasSize(1);
        return incidents.getFirst();
    }

    @Test
    void shouldSayWithWhoseAccountItWasDone() {
        script.logon(SERVER, "smb", "administrator", "success", "");
        shutsDown();

        Incident incident = only();
        assertThat(script.last().evidence()).containsEntry(LoggedOn.EVIDENCE, "administrator");
        assertThat(incident.users()).containsExactly("administrator");
        assertThat(incident.happened().get("en")).endsWith(", with the account administrator.");
        assertThat(incident.happened().get("nl")).endsWith(", met het account administrator.");
        assertThat(incident.happened().get("fr")).endsWith(", avec le compte administrator.");
    }

    @Test
    void shouldNotNameWhoWasRefused() {
        script.logon(SERVER, "smb", "administrator", "failure", "LOGON_FAILURE");
        shutsDown();

        assertThat(only().users()).isEmpty();
    }

    @Test
    void shouldNotNameWhoLoggedOnInAnotherConnection() {
        script.logon(SERVER, "smb", "administrator", "success", "");
        script.probe(6, 445, SERVER);
        shutsDown();

        assertThat(only().users()).isEmpty();
    }

    @Test
    void shouldNameTheLastOfSeveral() {
        script.logon(SERVER, "smb", "a-much-longer-name", "success", "");
        script.also(IdentityUse.IDENTITY, "user", "anna", "outcome", "success");
        shutsDown();

        assertThat(only().users()).containsExactly("anna");
    }

    @Test
    void shouldNameNobodyAnonymous() {
        script.logon(SERVER, "smb", "anonymous", "success", "");
        shutsDown();

        assertThat(only().users()).isEmpty();
    }
}
