package io.auscult.core.protocol.dcerpc;

import static io.auscult.core.protocol.dcerpc.RpcBytes.big;
import static io.auscult.core.protocol.dcerpc.RpcBytes.bind;
import static io.auscult.core.protocol.dcerpc.RpcBytes.bindAck;
import static io.auscult.core.protocol.dcerpc.RpcBytes.fault;
import static io.auscult.core.protocol.dcerpc.RpcBytes.little;
import static io.auscult.core.protocol.dcerpc.RpcBytes.request;
import static io.auscult.core.protocol.dcerpc.RpcBytes.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class DcerpcParserTest {
    private static final String NETLOGON = "12345678-1234-abcd-ef00-01234567cffb";
    private static final String NOBODY = "11111111-2222-3333-4444-555555555555";

    private final DcerpcParser parser = new DcerpcParser();

    private List<String> run(ParserScript script) {
        return script.runEveryWay(parser).events();
    }

    @Test
    void shouldNameTheInterfaceTheOperationAndWhatCameOfIt() {
        List<String> events = run(ParserScript.tcp()
                .orig(bind(little(), 1, NETLOGON))
                .resp(bindAck(little(), 1, "49667"))
                .orig(request(little(), 2, 26, new byte[40]))
                .resp(response(little(), 2, little().u64(0).u32(0xC0000022L).done())));

        assertThat(events).hasSize(2);
        assertThat(events.get(0))
                .startsWith("dce_rpc_bind@1 ")
                .contains(
                        "rtt=1ms",
                        "named_pipe=49667",
                        "endpoints=[netlogon]",
                        "uuids=[" + NETLOGON + "]",
                        "results=[accepted]",
                        "outcome=success");
        assertThat(events.get(1))
                .startsWith("dce_rpc@3 ")
                .contains(
                        "rtt=1ms",
                        "named_pipe=49667",
                        "endpoint=netlogon",
                        "operation=NetrServerAuthenticate3",
                        "endpoint_from=bind",
                        "opnum=26",
                        "outcome=failure",
                        "result=STATUS_ACCESS_DENIED",
                        "sealed=F",
                        "request_bytes=40",
                        "response_bytes=12");
    }

    @Test
    void shouldReadBothByteOrders() {
        List<String> events = run(ParserScript.tcp()
                .orig(bind(big(), 1, NETLOGON))
                .resp(bindAck(big(), 1, "49667"))
                .orig(request(big(), 2, 4, new byte[8]))
                .resp(response(big(), 2, big().u32(0).done())));

        assertThat(events.get(1)).contains("endpoint=netlogon", "operation=NetrServerReqChallenge", "outcome=success");
    }

    @Test
    void shouldTellOfARequestThatNobodyAnswered() {
        List<String> events =
                run(ParserScript.tcp().orig(bind(little(), 1, NETLOGON)).orig(request(little(), 2, 4, new byte[8])));

        assertThat(events)
                .satisfiesExactly(
                        bind -> assertThat(bind).contains("endpoints=[netlogon]", "outcome=unanswered"),
                        call -> assertThat(call)
                                .contains("operation=NetrServerReqChallenge", "outcome=unanswered")
                                .doesNotContain("rtt="));
    }

    @Test
    void shouldNameAFault() {
        List<String> events = run(ParserScript.tcp()
                .orig(bind(little(), 1, NETLOGON))
                .orig(request(little(), 2, 4, new byte[8]))
                .resp(fault(little(), 2, 5)));

        assertThat(events.get(0)).contains("outcome=failure", "fault=nca_s_fault_access_denied");
    }

    @Test
    void shouldWriteUnknownInterfacesAndOperationsAsZeekDoes() {
        List<String> events = run(ParserScript.tcp()
                .orig(bind(little(), 1, NOBODY))
                .resp(bindAck(little(), 1, "1"))
                .orig(request(little(), 2, 3, new byte[8]))
                .resp(response(little(), 2, new byte[4])));

        assertThat(events.get(1)).contains("endpoint=unknown-" + NOBODY, "operation=unknown-3", "uuid=" + NOBODY);
    }

    @Test
    void shouldReadCallsWhoseBindWasNotSeen() {
        List<String> events = run(
                ParserScript.tcp().orig(request(little(), 2, 3, new byte[8])).resp(response(little(), 2, new byte[4])));

        assertThat(events)
                .singleElement()
                .asString()
                .contains("operation=unknown-3")
                .doesNotContain("endpoint=");
    }

    @Test
    void shouldGoOnBehindAGap() {
        List<String> events = run(ParserScript.tcp()
                .orig(bind(little(), 1, NETLOGON))
                .resp(bindAck(little(), 1, "49667"))
                .gap(Direction.ORIG, 1000)
                .orig(new byte[] {1, 5, 0, 0, 7})
                .orig(request(little(), 9, 4, new byte[8]))
                .resp(response(little(), 9, new byte[4])));

        assertThat(events).hasSize(2);
        assertThat(events.get(1)).contains("endpoint=netlogon", "operation=NetrServerReqChallenge", "outcome=success");
    }

    @Test
    void shouldRejectOtherBytes() {
        assertThat(ParserScript.tcp()
                        .orig("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .runEveryWay(parser)
                        .rejected())
                .isTrue();
    }

    @Test
    void shouldWriteTheOldestWhenTooManyWait() {
        ParserScript script = ParserScript.tcp().orig(bind(little(), 1, NETLOGON));
        for (int i = 0; i < RpcCalls.MAX_PENDING + 3; i++) {
            script.orig(request(little(), 10 + i, 4, new byte[8]));
        }

        assertThat(run(script)).hasSize(RpcCalls.MAX_PENDING + 4).allMatch(event -> event.contains("unanswered"));
    }
}
