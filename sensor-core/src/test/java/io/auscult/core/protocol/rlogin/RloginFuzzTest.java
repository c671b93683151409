package io.auscult.core.protocol.rlogin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;
import io.auscult.core.protocol.ProtocolParser;

class RloginFuzzTest {
    private final RloginParser rlogin = new RloginParser();
    private final ProtocolParser rsh = RshParser.RSH_PROTOCOL.parser().get();
    private final ProtocolParser rexec = RshParser.REXEC_PROTOCOL.parser().get();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 513).runEveryWay(rlogin);
        FuzzScript.probe(data, false, RloginProbe::probe);
    }

    @FuzzTest
    void commands(byte[] data) {
        FuzzScript.of(data, false, 514).runEveryWay(rsh);
        FuzzScript.of(data, false, 512).runEveryWay(rexec);
        FuzzScript.probe(data, false, RshProbe::rsh);
    }
}
