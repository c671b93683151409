package io.auscult.core.protocol.rdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class RdpFuzzTest {
    private final RdpParser parser = new RdpParser();
    private final RdpeudpParser udpParser = new RdpeudpParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, RdpProbe.PORT).runEveryWay(parser);
        FuzzScript.probe(data, false, RdpProbe::probe);
    }

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, RdpProbe.PORT).runEveryWay(udpParser);
        FuzzScript.probe(data, true, RdpeudpParser::probe);
    }
}
