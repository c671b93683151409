package io.auscult.export.page;

/** Titles of rules in other languages than English. Any thread. */
@FunctionalInterface
public interface Wording {
    /** As it is. */
    Wording ENGLISH = (language, english) -> english;

    /** @param language en, nl or fr @param english a rule's title; what is not known stays as it is */
    String in(String language, String english);
}
