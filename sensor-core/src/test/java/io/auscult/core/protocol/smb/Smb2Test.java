package io.auscult.core.protocol.smb;

import static io.auscult.core.protocol.smb.SmbBytes.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class Smb2Test {
    private static final String SHARE = "\\\\ward\\files";

    private final SmbParser parser = new SmbParser();

    private static ParserScript loggedOn() {
        return ParserScript.tcp()
                .orig(negotiateRequest(0x0202, 0x0210))
                .resp(negotiateResponse(0x0210))
                .orig(sessionSetupRequest(1, 0))
                .resp(sessionSetupResponse(1, MORE, 0))
                .orig(sessionSetupRequest(2, SESSION))
                .resp(sessionSetupResponse(2, 0, 0));
    }

    private static ParserScript connected(int type) {
        return loggedOn().orig(treeConnectRequest(3, SHARE)).resp(treeConnectResponse(3, type));
    }

    private static List<String> of(String type, List<String> events) {
        return events.stream().filter(event -> event.startsWith(type)).toList();
    }

    @Test
    void shouldTellWhatWasAgreedOnAndWhoWasLetIn() {
        ParserScript.Outcome outcome = loggedOn().runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        "smb_session",
                        "version=2",
                        "dialect=2.1",
                        "dialects=[2.0.2, 2.1]",
                        "status=SUCCESS",
                        "signing=required",
                        "server_guid=03020100-0504-0706-0809-0a0b0c0d0e0f");
    }

    @Test
    void shouldTellARefusedLogonAtOnce() {
        List<String> events = ParserScript.tcp()
                .orig(sessionSetupRequest(1, 0))
                .resp(sessionSetupResponse(1, MORE, 0))
                .orig(sessionSetupRequest(2, SESSION))
                .resp(sessionSetupResponse(2, 0xC000_006D, 0))
                .runEveryWay(parser)
                .events();
        assertThat(events).hasSize(1).first().asString().contains("smb_session", "status=LOGON_FAILURE");
    }

    @Test
    void shouldTellTheShareAndTheFile() {
        List<String> events = connected(1)
                .orig(request(5, 4, create("a\\plan.txt", 0)))
                .resp(response(5, 4, created(9, 5000)))
                .orig(request(6, 5, close(9, 9)))
                .resp(response(6, 5, closed()))
                .runEveryWay(parser)
                .events();
        assertThat(of("smb_mapping", events))
                .hasSize(1)
                .first()
                .asString()
                .contains("path=" + SHARE, "share_type=DISK", "status=SUCCESS");
        assertThat(of("smb_files", events))
                .hasSize(1)
                .first()
                .asString()
                .contains("action=SMB::FILE_OPEN", "path=" + SHARE, "name=a\\plan.txt", "size=5000", "status=SUCCESS");
    }

    @Test
    void shouldTellWhatWasRefusedAndWhatWasNotAnswered() {
        List<String> events = connected(1)
                .orig(treeConnectRequest(10, "\\\\ward\\secret"))
                .resp(error(3, 10, ACCESS_DENIED))
                .orig(request(5, 11, create("locked", 0)))
                .resp(error(5, 11, ACCESS_DENIED))
                .orig(request(5, 12, create("unheard", 0)))
                .runEveryWay(parser)
                .events();
        assertThat(of("smb_mapping", events)).last().asString().contains("secret", "status=ACCESS_DENIED");
        assertThat(of("smb_files", events)).hasSize(2);
        assertThat(of("smb_files", events)).first().asString().contains("name=locked", "status=ACCESS_DENIED");
        assertThat(of("smb_files", events))
                .last()
                .asString()
                .contains("name=unheard")
                .doesNotContain("status=");
    }

    @Test
    void shouldCountWhatIsWrittenAndReadHoweverLong() {
        byte[] much = new byte[300_000];
        List<String> events = connected(1)
                .orig(request(5, 4, create("big", 0)))
                .resp(response(5, 4, created(9, 0)))
                .orig(request(9, 5, write(9, 9, 0, much)))
                .resp(response(9, 5, written(much.length)))
                .orig(request(8, 6, read(9, 70_000, 100)))
                .resp(response(8, 6, readData(new byte[70_000])))
                .orig(request(6, 7, close(9, 9)))
                .resp(response(6, 7, closed()))
                .runEveryWay(parser)
                .events();
        assertThat(of("smb_files", events)).hasSize(3);
        assertThat(of("smb_files", events).get(1)).contains("SMB::FILE_READ", "bytes=70000");
        assertThat(of("smb_files", events).get(2)).contains("SMB::FILE_WRITE", "name=big", "bytes=300000");
    }

    @Test
    void shouldReadCompounds() {
        byte[] compound = frame(
                message(5, 0, 0, 4, TREE, SESSION, create("gone.txt", 0)),
                message(17, RELATED, 0, 5, -1, -1, setInfo(13, -1, -1, new byte[] {1})),
                message(6, RELATED, 0, 6, -1, -1, close(-1, -1)));
        byte[] answer = frame(
                message(5, RESPONSE, 0, 4, TREE, SESSION, created(9, 10)),
                message(17, RESPONSE | RELATED, 0, 5, TREE, SESSION, new byte[] {2, 0}),
                message(6, RESPONSE | RELATED, 0, 6, TREE, SESSION, closed()));
        List<String> files = of(
                "smb_files",
                connected(1).orig(compound).resp(answer).runEveryWay(parser).events());
        assertThat(files).hasSize(2);
        assertThat(files.get(0)).contains("SMB::FILE_DELETE", "name=gone.txt");
        assertThat(files.get(1)).contains("SMB::FILE_OPEN", "name=gone.txt", "size=10");
    }

    @Test
    void shouldTellRenamingAndDeletingOnClose() {
        List<String> files = of(
                "smb_files",
                connected(1)
                        .orig(request(5, 4, create("old", 0x1000)))
                        .resp(response(5, 4, created(9, 1)))
                        .orig(request(17, 5, setInfo(10, 9, 9, newName("new\u00e9"))))
                        .runEveryWay(parser)
                        .events());
        assertThat(files).hasSize(3);
        assertThat(files.get(1)).contains("SMB::FILE_DELETE", "name=old");
        assertThat(files.get(2)).contains("SMB::FILE_RENAME", "name=new", "prev_name=old");
    }

    @Test
    void shouldWaitForTheAnswerThatComesLater() {
        byte[] pending = frame(message(5, RESPONSE | ASYNC, 0x103, 4, 99, SESSION, new byte[9]));
        byte[] later = frame(message(5, RESPONSE | ASYNC, 0, 4, 99, SESSION, created(9, 77)));
        List<String> files = of(
                "smb_files",
                connected(1)
                        .orig(request(5, 4, create("slow", 0)))
                        .resp(pending)
                        .resp(later)
                        .runEveryWay(parser)
                        .events());
        assertThat(files).hasSize(1).first().asString().contains("name=slow", "size=77", "path=" + SHARE);
    }

    @Test
    void shouldSayHowMuchIsEncrypted() {
        byte[] sealed = new SmbBytes()
                .u8(0xFD)
                .text("SMB")
                .zeros(32)
                .u32(1000)
                .u16(0, 1)
                .u64(SESSION)
                .zeros(1000)
                .done();
        List<String> events = loggedOn()
                .orig(frame(sealed))
                .resp(frame(sealed))
                .resp(frame(sealed))
                .runEveryWay(parser)
                .events();
        assertThat(events)
                .hasSize(1)
                .first()
                .asString()
                .contains("version=3", "status=SUCCESS", "encrypted_orig_bytes=1000", "encrypted_resp_bytes=2000");
    }

    @Test
    void shouldGoOnAfterMissingContent() {
        byte[] data = new byte[50_000];
        byte[] write = request(9, 5, write(9, 9, 0, data));
        List<String> files = of(
                "smb_files",
                connected(1)
                        .orig(request(5, 4, create("holey", 0)))
                        .resp(response(5, 4, created(9, 0)))
                        .orig(java.util.Arrays.copyOf(write, 10_000))
                        .gap(20_000)
                        .orig(java.util.Arrays.copyOfRange(write, 30_000, write.length))
                        .orig(request(5, 6, create("next", 0)))
                        .resp(response(5, 6, created(10, 0)))
                        .runEveryWay(parser)
                        .events());
        assertThat(files).hasSize(3);
        assertThat(files.get(1)).contains("name=next");
        assertThat(files.get(2)).contains("SMB::FILE_WRITE", "name=holey", "bytes=50000");
    }

    @Test
    void shouldFindTheNextFrameWhereTheBeginningIsMissing() {
        List<String> files = of(
                "smb_files",
                ParserScript.tcp()
                        .ports(50_000, 445)
                        .orig("the end of something large, SMB is in it, too")
                        .orig(request(5, 4, create("found", 0)))
                        .resp("likewise")
                        .resp(response(5, 4, created(9, 3)))
                        .runEveryWay(parser)
                        .events());
        assertThat(files)
                .hasSize(1)
                .first()
                .asString()
                .contains("name=found", "size=3")
                .doesNotContain("path=");
    }

    @Test
    void shouldBoundWhatIsOpen() {
        ParserScript script = connected(1);
        for (int i = 0; i < 3 * OpenFiles.MAX; i++) {
            script.orig(request(5, 10 + i, create("f" + i, 0))).resp(response(5, 10 + i, created(1000 + i, i)));
        }
        assertThat(of("smb_files", script.run(parser))).hasSize(3 * OpenFiles.MAX);
    }
}
