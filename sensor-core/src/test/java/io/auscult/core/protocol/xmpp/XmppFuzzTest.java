package io.auscult.core.protocol.xmpp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class XmppFuzzTest {
    private final XmppParser parser = new XmppParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 5222).runEveryWay(parser);
        FuzzScript.probe(data, false, XmppProbe::probe);
    }
}
