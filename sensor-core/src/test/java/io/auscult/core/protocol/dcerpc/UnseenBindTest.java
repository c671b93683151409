package io.auscult.core.protocol.dcerpc;

import static io.auscult.core.protocol.dcerpc.RpcBytes.little;
import static io.auscult.core.protocol.dcerpc.RpcBytes.request;
import static io.auscult.core.protocol.dcerpc.RpcBytes.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnseenBindTest {
    private static final String CAUSALITY = "11111111-2222-3333-4444-555555555555";
    private static final String NOTHING = "00000000-0000-0000-0000-000000000000";

    /** The event of one call of a connection whose beginning was not seen. */
    private static String call(int opnum, RpcBytes stub) {
        List<String> events = ParserScript.tcp()
                .orig(request(little(), 2, opnum, stub.done()))
                .resp(response(little(), 2, new byte[4]))
                .runEveryWay(new DcerpcParser())
                .events();
        return events.getLast();
    }

    private static RpcBytes handle() {
        return little().u32(0).uuid("00000000-0000-0000-0000-000000000007");
    }

    private static RpcBytes service(String path) {
        RpcBytes stub = handle().text("abc").pointer("abc").align(4).u32(0xF01FF);
        stub.u32(16).u32(3).u32(0).text(path).pointer(null);
        return stub.u32(0).u32(0).u32(0).pointer(null).pointer(null).u32(0);
    }

    private static RpcBytes secret(String name, int length) {
        RpcBytes stub = handle().u16(length).u16(length + 2).u32(0x20000);
        stub.u32(name.length() + 1).u32(0).u32(name.length());
        for (char c : name.toCharArray()) {
            stub.u16(c);
        }
        return stub.align(4).u32(0);
    }

    private static RpcBytes orpc() {
        return little().u16(5).u16(7).u32(0).u32(0).uuid(CAUSALITY).u32(0);
    }

    @Test
    void shouldKnowAServiceThatIsCreated() {
        assertThat(call(12, service("C:\\x.exe")))
                .contains(
                        "endpoint=svcctl",
                        "operation=CreateServiceW",
                        "service_path=C:\\x.exe",
                        "endpoint_from=arguments");
    }

    @Test
    void shouldKnowASecretThatIsRetrieved() {
        assertThat(call(43, secret("G$BCKUPKEY_P", 24)))
                .contains("endpoint=lsarpc", "operation=LsarRetrievePrivateData", "names=[G$BCKUPKEY_P]");
    }

    @Test
    void shouldKnowASecretInNumbersOf64Bits() {
        RpcBytes stub = handle().align(8).u16(4).u16(6).u32(0).u64(2);
        stub.u64(3).u64(0).u64(2).u16('L').u16('$').align(8).u64(0);

        assertThat(call(43, stub)).contains("operation=LsarRetrievePrivateData", "names=[L$]");
    }

    @Test
    void shouldKnowAnActivation() {
        RpcBytes stub =
                orpc().u32(0x20000).u32(100).u32(100).u32(0x574F454D).u32(4).bytes(new byte[80]);

        assertThat(call(4, stub)).contains("endpoint=IRemoteSCMActivator", "operation=RemoteCreateInstance");
    }

    @Test
    void shouldLeaveAloneWhatCanBeAnything() {
        assertThat(call(12, handle().u32(0).u32(0))).doesNotContain("endpoint=");
        assertThat(call(12, service(""))).as("no program").doesNotContain("endpoint=");
        assertThat(call(43, secret("G$BCKUPKEY_P", 26)))
                .as("lengths that differ")
                .doesNotContain("endpoint=");
        assertThat(call(6, orpc().u32(1).uuid(NOTHING).u32(0x409).u32(1)))
                .as("on no object")
                .doesNotContain("endpoint=");
        assertThat(call(4, orpc().u32(0).u32(0))).doesNotContain("endpoint=");
        assertThat(call(1, little())).doesNotContain("endpoint=");
    }

    @Test
    void shouldKnowAMethodThatIsInvoked() {
        byte[] stub = orpc().u32(0x36).uuid(NOTHING).u32(0x409).u32(1).u32(0).done();
        byte[] call = little().u32(stub.length)
                .u16(0)
                .u16(6)
                .uuid("0000c006-0e84-10c4-c079-c5f111999289")
                .bytes(stub)
                .pdu(0, RpcBytes.WHOLE | 0x80, 2);
        List<String> events = ParserScript.tcp()
                .orig(call)
                .resp(response(little(), 2, new byte[4]))
                .runEveryWay(new DcerpcParser())
                .events();

        assertThat(events.getLast()).contains("endpoint=IDispatch", "operation=Invoke", "endpoint_from=arguments");
    }
}
