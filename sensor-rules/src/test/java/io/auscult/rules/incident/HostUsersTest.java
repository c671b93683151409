package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.EventScript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostUsersTest {
    private static final String SERVER = "10.20.2.41";

    private final EventScript script = new EventScript().from("10.20.1.66");

    private void logsOn(String user, int times) {
        for (int i = 0; i < times; i++) {
            script.says(IdentityUse.IDENTITY, SERVER, 445, "user", user, "kind", "person", "outcome", "success");
        }
    }

    /** Something is told of this host now: whose is it then? */
    private @Nullable String owner() {
        script.says(DcerpcParser.DCE_RPC, SERVER, 445, "uuid", "894de0c0-0d55-11d3-a322-00c04fa321a1", "opnum", 0);
        script.end();
        return script.last().actor().user();
    }

    @Test
    void shouldNameWhoUsuallyLogsOnThere() {
        logsOn("jdoe", 3);
        script.after(900);
        logsOn("guest", 1);

        assertThat(owner()).isEqualTo("jdoe");
        assertThat(script.incidents.list().getFirst().happened().get("en")).startsWith("10.20.1.66 (jdoe) ");
    }

    @Test
    void shouldNotTakeWhoLogsOnToDoItForTheOwner() {
        logsOn("administrator", 50);

        assertThat(owner()).isNull();
    }

    @Test
    void shouldNotTakeWhoWentOnDoingItForTheOwner() {
        script.says(DcerpcParser.DCE_RPC, SERVER, 445, "uuid", "894de0c0-0d55-11d3-a322-00c04fa321a1", "opnum", 0);
        logsOn("administrator", 50);
        script.after(1_800);

        assertThat(owner()).isNull();
    }

    @Test
    void shouldNotNameWhoWasThereOnce() {
        logsOn("jdoe", 1);
        script.after(900);

        assertThat(owner()).isNull();
    }
}
