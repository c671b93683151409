package io.auscult.core.protocol.smb;

import static io.auscult.core.protocol.smb.SmbBytes.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Smb1Test {
    private static final String SHARE = "\\\\WARD\\FILES";

    private final SmbParser parser = new SmbParser();

    private static ParserScript connected(String service) {
        return ParserScript.tcp().orig(oldTreeConnect(1, SHARE)).resp(oldTreeConnected(1, service));
    }

    private static List<String> of(String type, List<String> events) {
        return events.stream().filter(event -> event.startsWith(type)).toList();
    }

    @Test
    void shouldTellTheShare() {
        List<String> events =
                of("smb_mapping", connected("A:").runEveryWay(parser).events());
        assertThat(events)
                .singleElement()
                .asString()
                .contains("path=" + SHARE, "service=A:", "native_file_system=NTFS", "share_type=DISK");
    }

    @Test
    void shouldTellWhoLogsOnWithoutAToken() {
        byte[] words = new SmbBytes()
                .u8(0xFF, 0)
                .u16(0, 4356, 10, 0)
                .u32(0)
                .u16(24, 24)
                .u32(0, 0x54)
                .done();
        byte[] bytes = new SmbBytes()
                .zeros(48)
                .u8(0)
                .utf16("nurse\0WARD\0Windows 5.1\0Client\0")
                .done();
        List<String> events = ParserScript.tcp()
                .orig(oldRequest(0x73, 1, words, bytes))
                .resp(oldError(0x73, 1, 0xC000_006D))
                .runEveryWay(parser)
                .events();
        assertThat(of("identity", events))
                .singleElement()
                .asString()
                .contains("user=nurse", "domain=WARD", "mechanism=ntlm", "outcome=failure", "reason=LOGON_FAILURE");
        assertThat(of("smb_session", events))
                .singleElement()
                .asString()
                .contains("version=1", "user=nurse", "status=LOGON_FAILURE", "client_os=Windows 5.1");
    }

    @Test
    void shouldTellDialectAndServer() {
        byte[] offer = new SmbBytes().text("\2LANMAN1.0\0\2NT LM 0.12\0").done();
        byte[] words = new SmbBytes()
                .u16(1)
                .u8(0xF)
                .u16(10, 1)
                .u32(4356, 65536, 0, 0x54)
                .u64(0)
                .u16(0)
                .u8(8)
                .done();
        byte[] bytes = new SmbBytes().zeros(8).utf16("WARD\0").done();
        List<String> events = ParserScript.tcp()
                .orig(oldRequest(0x72, 1, new byte[0], offer))
                .resp(oldReply(0x72, 1, words, bytes))
                .runEveryWay(parser)
                .events();
        assertThat(events)
                .singleElement()
                .asString()
                .contains("dialect=NT LM 0.12", "signing=required", "server_domain=WARD");
    }

    @Test
    void shouldTellFilesAndHowMuchWasMoved() {
        List<String> events = connected("A:")
                .orig(oldCreate(2, "\\plan.txt", 0))
                .resp(oldCreated(2, 77, 40_000))
                .orig(oldWrite(3, 77, 0, new byte[60_000]))
                .resp(oldReply(0x2F, 3, new byte[12], new byte[0]))
                .orig(oldRead(4, 77, 0, 40_000))
                .resp(oldReadData(4, new byte[40_000]))
                .orig(oldClose(5, 77))
                .resp(oldClosed(5))
                .runEveryWay(parser)
                .events();
        List<String> files = of("smb_files", events);
        assertThat(files).hasSize(3);
        assertThat(files.get(0))
                .contains("SMB::FILE_OPEN", "name=\\plan.txt", "size=40000", "share=" + SHARE, "status=SUCCESS")
                .doesNotContain(" path=");
        assertThat(files.get(1)).contains("SMB::FILE_READ", "path=" + SHARE, "bytes=40000");
        assertThat(files.get(2)).contains("SMB::FILE_WRITE", "bytes=60000");
        assertThat(of("files", events)).hasSize(2);
    }

    @Test
    void shouldGoOnAfterMissingContent() {
        byte[] write = oldWrite(3, 77, 0, new byte[60_000]);
        List<String> files = of(
                "smb_files",
                connected("A:")
                        .orig(oldCreate(2, "\\holey", 0))
                        .resp(oldCreated(2, 77, 0))
                        .orig(Arrays.copyOf(write, 1_000))
                        .gap(5_000)
                        .orig(Arrays.copyOfRange(write, 6_000, write.length))
                        .orig(oldClose(5, 77))
                        .resp(oldClosed(5))
                        .runEveryWay(parser)
                        .events());
        assertThat(files).last().asString().contains("SMB::FILE_WRITE", "name=\\holey", "bytes=60000");
    }

    @Test
    void shouldTellWhatIsRenamedDeletedAndRefused() {
        byte[] rename =
                new SmbBytes().u8(4).utf16("\\old\0").u8(4, 0).utf16("\\new\0").done();
        byte[] delete = new SmbBytes().u8(4).utf16("\\gone\0").done();
        List<String> files = of(
                "smb_files",
                connected("A:")
                        .orig(oldRequest(0x07, 2, new byte[2], rename))
                        .resp(oldReply(0x07, 2, new byte[0], new byte[0]))
                        .orig(oldRequest(0x06, 3, new byte[2], delete))
                        .resp(oldReply(0x06, 3, new byte[0], new byte[0]))
                        .orig(oldCreate(4, "\\locked", 0))
                        .resp(oldError(0xA2, 4, 0xC000_0022))
                        .runEveryWay(parser)
                        .events());
        assertThat(files).hasSize(3);
        assertThat(files.get(0)).contains("SMB::FILE_RENAME", "name=\\new", "prev_name=\\old");
        assertThat(files.get(1)).contains("SMB::FILE_DELETE", "name=\\gone");
        assertThat(files.get(2)).contains("SMB::FILE_OPEN", "name=\\locked", "status=ACCESS_DENIED");
    }

    private static SmbBytes netbiosName(SmbBytes into, String name) {
        into.u8(0x20);
        for (char c : String.format("%-15s ", name).toCharArray()) {
            into.u8('A' + (c >> 4), 'A' + (c & 15));
        }
        return into.u8(0);
    }

    @Test
    void shouldLearnNamesFromTheRequestForASession() {
        SmbBytes request = netbiosName(netbiosName(new SmbBytes().u8(0x81, 0, 0, 68), "FILES"), "WARD7-PC");
        List<String> events = ParserScript.tcp()
                .ports(50_000, 139)
                .orig(request.done())
                .resp(new SmbBytes().u8(0x82, 0, 0, 0).done())
                .orig(oldTreeConnect(1, SHARE))
                .runEveryWay(parser)
                .events();
        assertThat(of("host_name", events)).hasSize(2);
        assertThat(of("host_name", events).get(0)).contains("10.0.0.2", "name=FILES");
        assertThat(of("host_name", events).get(1)).contains("10.0.0.1", "name=WARD7-PC");
        assertThat(of("smb_mapping", events)).hasSize(1);
    }

    @Test
    void shouldReadCallsInTransactions() {
        byte[] bind = new SmbBytes()
                .u8(5, 0, 11, 3, 0x10, 0, 0, 0)
                .u16(72, 0)
                .u32(1)
                .u16(4280, 4280)
                .u32(0)
                .u8(1, 0, 0, 0)
                .u16(0)
                .u8(1, 0)
                .bytes(java.util.HexFormat.of().parseHex("c84f324b7016d30112785a47bf6ee188"))
                .u16(3, 0)
                .bytes(java.util.HexFormat.of().parseHex("045d888aeb1cc9119fe808002b104860"))
                .u32(2)
                .done();
        List<String> events = connected("IPC")
                .orig(oldCreate(2, "\\srvsvc", 0))
                .resp(oldCreated(2, 9, 0))
                .orig(oldTransaction(3, 9, bind))
                .runEveryWay(parser)
                .events();
        assertThat(of("dce_rpc_bind", events)).singleElement().asString().contains("srvsvc");
    }

    @Test
    void shouldTellTheNtStatusBehindAnErrorOfDos() {
        assertThat(DosError.status(0, false)).isZero();
        assertThat(NtStatus.name(DosError.status(0x0005_0001, false))).isEqualTo("ACCESS_DENIED");
        assertThat(NtStatus.name(DosError.status(0x0002_0002, false))).isEqualTo("LOGON_FAILURE");
        assertThat(DosError.status(0xC000_0022, true)).isEqualTo(0xC000_0022);
        assertThat(NtStatus.name(0x1234_5678)).isNull();
    }

    @Test
    void shouldOutliveAChainThatRunsInCircles() {
        byte[] words = new SmbBytes().u8(0x2E, 0).u16(32).zeros(16).done(); // the next block is this one
        assertThat(ParserScript.tcp()
                        .orig(oldRequest(0x2E, 1, words, new byte[0]))
                        .runEveryWay(parser)
                        .rejected())
                .isFalse();
    }
}
