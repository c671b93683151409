package io.auscult.core.protocol.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class DnsFuzzTest {
    private final DnsParser parser = new DnsParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 53).runEveryWay(parser);
        FuzzScript.of(data, true, 137).runEveryWay(parser);
        FuzzScript.probe(data, true, DnsProbe::probe);
    }

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 53).runEveryWay(parser);
        FuzzScript.probe(data, false, DnsProbe::probe);
    }
}
