package io.lianbo.provenance.event;

import java.io.ByteArrayInputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML binding of EPCIS (2.0 section 11, and 1.2) as the JSON-LD document that says the same (2.0 section 10). What the
 * document says of other things than events, in its header, is left out.
 *
 * <p>XML has names where JSON has none: {@code <epc>} in a list, {@code <quantityElement>}, a transaction's type as an attribute.
 * Extensions become keys with a prefix; one that XML leaves out, or uses for two namespaces, is made up. A text beside children or attributes
 * becomes the key {@code #text}.
 */
final class EpcisXml {

    static final String TEXT = "#text";

    private static final String CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";
    private static final int LONGEST_DOCUMENT = 64 << 20;

    static final Set<String> NUMBERS =
            Set.of("quantity", "value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue");

    private static final XMLInputFactory FACTORY = factory();

    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>(Namespaces.STANDARD.keySet());

    private EpcisXml() {}

    static Map<String, Object> toJson(String xml) {
        checkLength(xml.length());
        return toJson(new StringReader(xml));
    }

    static Map<String, Object> toJson(byte[] xml) {
        checkLength(xml.length);
        try {
            return new EpcisXml().read(FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml)));
        } catch (XMLStreamException e) {
            throw notXml(e);
        }
    }

    private static Map<String, Object> toJson(Reader xml) {
        try {
            return new EpcisXml().read(FACTORY.createXMLStreamReader(xml));
        } catch (XMLStreamException e) {
            throw notXml(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the document is read: " + systemId);
        });
        return factory;
    }

    private static void checkLength(int length) {
        if (length > LONGEST_DOCUMENT) {
            throw new IllegalArgumentException(
                    "an EPCIS document in XML must be at most " + LONGEST_DOCUMENT + " bytes long: " + length);
        }
    }

    private static IllegalArgumentException notXml(XMLStreamException e) {
        return new IllegalArgumentException("an EPCIS document must be XML: " + e.getMessage(), e);
    }

    private Map<String, Object> read(XMLStreamReader reader) throws XMLStreamException {
        int event = reader.next();
        for (; event != XMLStreamConstants.START_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.DTD) {
                throw new IllegalArgumentException("a document type (<!DOCTYPE>) is not allowed in EPCIS documents");
            }
        }
        String root = reader.getLocalName();
        if (!root.equals("EPCISDocument") && !root.equals("EPCISQueryDocument")) {
            throw new IllegalArgumentException(
                    "an EPCIS document in XML must be an EPCISDocument or an EPCISQueryDocument: " + root);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("@context", List.of());
        document.put("type", root);
        for (String attribute : List.of("schemaVersion", "creationDate")) {
            String value = reader.getAttributeValue("", attribute);
            if (value != null) {
                document.put(attribute, value);
            }
        }
        noteVocabularies(reader);
        Map<String, Object> body = new LinkedHashMap<>();
        readChildren(reader, name -> {
            if (!name.equals("EPCISBody")) {
                return false;
            }
            readBody(reader, body);
            return true;
        });
        while (reader.hasNext()) {
            reader.next(); // whatever stands behind the root must be XML too
        }
        if (body.isEmpty()) {
            throw new IllegalArgumentException("\"EventList\" is missing");
        }
        document.put("epcisBody", body);
        List<Object> context = new ArrayList<>();
        context.add(CONTEXT);
        prefixes.forEach((namespace, prefix) -> context.add(Map.of(prefix, namespace)));
        document.put("@context", context);
        return document;
    }

    private void readBody(XMLStreamReader reader, Map<String, Object> body) throws XMLStreamException {
        noteVocabularies(reader);
        readChildren(reader, name -> {
            switch (name) {
                case "EventList" -> body.put("eventList", readEvents(reader));
                case "QueryResults" -> {
                    Map<String, Object> results = new LinkedHashMap<>();
                    readResults(reader, results);
                    if (results.containsKey("resultsBody")) {
                        body.put("queryResults", results);
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
    }

    private void readResults(XMLStreamReader reader, Map<String, Object> results) throws XMLStreamException {
        readChildren(reader, name -> {
            switch (name) {
                case "subscriptionID", "queryName" ->
                    results.put(name, XmlElement.read(reader).text());
                case "resultsBody" ->
                    readChildren(reader, inner -> {
                        if (!inner.equals("EventList")) {
                            return false;
                        }
                        results.put("resultsBody", Map.of("eventList", readEvents(reader)));
                        return true;
                    });
                default -> {
                    return false;
                }
            }
            return true;
        });
    }

    private interface Child {
        /** Reads the child at whose start the reader stands up to its end, or leaves it alone and says false. */
        boolean read(String name) throws XMLStreamException;
    }

    /** Visits the children of the element at whose start the reader stands; those that nobody wants are skipped. */
    private static void readChildren(XMLStreamReader reader, Child child) throws XMLStreamException {
        for (int event = XmlElement.next(reader);
                event != XMLStreamConstants.END_ELEMENT;
                event = XmlElement.next(reader)) {
            if (event == XMLStreamConstants.START_ELEMENT && !child.read(reader.getLocalName())) {
                for (int open = 1; open > 0; ) {
                    int inside = XmlElement.next(reader);
                    open += inside == XMLStreamConstants.START_ELEMENT
                            ? 1
                            : inside == XMLStreamConstants.END_ELEMENT ? -1 : 0;
                }
            }
        }
    }

    private List<Object> readEvents(XMLStreamReader reader) throws XMLStreamException {
        noteVocabularies(reader);
        List<Object> events = new ArrayList<>();
        readChildren(reader, name -> {
            boolean wrapper = name.equals("extension");
            noteVocabularies(reader);
            XmlElement element = XmlElement.read(reader);
            for (XmlElement event : wrapper ? element.children() : List.of(element)) {
                try {
                    events.add(event(event));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("event " + events.size() + ": " + e.getMessage(), e);
                }
            }
            return true;
        });
        return events;
    }

    private Map<String, Object> event(XmlElement element) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", element.name());
        for (XmlElement child : element.children()) {
            if (!child.isEpcis()) {
                add(event, key(child), value(child));
                continue;
            }
            String name = child.name();
            Object value = switch (name) {
                case "epcList", "childEPCs", "inputEPCList", "outputEPCList" -> texts(child, "epc");
                case "quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList" ->
                    objects(child, "quantityElement");
                case "bizTransactionList" -> typed(child, "bizTransaction");
                case "sourceList" -> typed(child, "source");
                case "destinationList" -> typed(child, "destination");
                case "sensorElementList" -> sensorElements(child);
                case "persistentDisposition" -> persistentDisposition(child);
                case "errorDeclaration" -> errorDeclaration(child);
                case "readPoint", "bizLocation", "ilmd" -> object(child);
                default -> value(child);
            };
            add(event, name, value);
        }
        return event;
    }

    private static List<Object> texts(XmlElement list, String name) {
        List<Object> texts = new ArrayList<>();
        for (XmlElement element : elements(list, name)) {
            texts.add(element.text());
        }
        return texts;
    }

    private List<Object> objects(XmlElement list, String name) {
        List<Object> objects = new ArrayList<>();
        for (XmlElement element : elements(list, name)) {
            objects.add(withTypes(object(element)));
        }
        return objects;
    }

    /** {@code <source type="t">v</source>} is {@code {"type": "t", "source": "v"}}. */
    private List<Object> typed(XmlElement list, String name) {
        List<Object> objects = new ArrayList<>();
        for (XmlElement element : elements(list, name)) {
            Map<String, Object> object = object(element);
            object.remove(TEXT);
            object.put(name, element.text());
            objects.add(object);
        }
        return objects;
    }

    private List<Object> sensorElements(XmlElement list) {
        List<Object> sensors = new ArrayList<>();
        for (XmlElement element : elements(list, "sensorElement")) {
            Map<String, Object> sensor = new LinkedHashMap<>();
            List<Object> reports = new ArrayList<>();
            for (XmlElement child : element.children()) {
                if (child.isEpcis() && child.name().equals("sensorReport")) {
                    reports.add(withTypes(object(child)));
                } else if (child.isEpcis() && child.name().equals("sensorMetadata")) {
                    add(sensor, "sensorMetadata", object(child));
                } else {
                    add(sensor, key(child), value(child));
                }
            }
            if (!reports.isEmpty()) {
                sensor.put("sensorReport", reports);
            }
            sensors.add(sensor);
        }
        return sensors;
    }

    private Map<String, Object> persistentDisposition(XmlElement element) {
        Map<String, Object> object = object(element);
        for (String name : List.of("set", "unset")) {
            if (object.get(name) instanceof String one) {
                object.put(name, List.of(one));
            }
        }
        return object;
    }

    private Map<String, Object> errorDeclaration(XmlElement element) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (XmlElement child : element.children()) {
            boolean ids = child.isEpcis() && child.name().equals("correctiveEventIDs");
            add(object, key(child), ids ? texts(child, "correctiveEventID") : value(child));
        }
        return object;
    }

    private static List<XmlElement> elements(XmlElement list, String name) {
        for (XmlElement element : list.children()) {
            if (!element.isEpcis() || !element.name().equals(name)) {
                throw new IllegalArgumentException(
                        "\"" + list.name() + "\" must hold " + name + " elements: " + element.name());
            }
        }
        return list.children();
    }

    private Object value(XmlElement element) {
        return element.isPlain() ? element.text() : object(element);
    }

    private Map<String, Object> object(XmlElement element) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (XmlElement.Attribute attribute : element.attributes()) {
            add(object, key(attribute.namespace(), attribute.prefix(), attribute.name()), attribute.value());
        }
        for (XmlElement child : element.children()) {
            add(object, key(child), value(child));
        }
        if (!element.text().isEmpty()) {
            object.put(TEXT, element.text());
        }
        return object;
    }

    /** XML has texts where JSON has numbers and booleans. */
    private static Map<String, Object> withTypes(Map<String, Object> object) {
        object.replaceAll((key, value) -> {
            if (!(value instanceof String text)) {
                return value;
            }
            if (NUMBERS.contains(key)) {
                return number(key, text.strip());
            }
            return switch (key.equals("booleanValue") ? text.strip() : "") {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> value;
            };
        });
        return object;
    }

    private static BigDecimal number(String field, String text) {
        if (CanonicalValue.isNumber(text)) {
            return new BigDecimal(text);
        }
        throw new IllegalArgumentException("\"" + field + "\" must be a number: " + CanonicalValue.shown(text));
    }

    /** What is there more than once becomes an array. */
    private static void add(Map<String, Object> object, String key, Object value) {
        object.merge(key, value, (before, one) -> {
            List<Object> several = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
            several.add(one);
            return several;
        });
    }

    private String key(XmlElement element) {
        return element.isEpcis() ? element.name() : key(element.namespace(), element.prefix(), element.name());
    }

    private String key(String namespace, String prefix, String name) {
        return XmlElement.isEpcis(namespace) ? name : prefixOf(namespace, prefix) + ":" + name;
    }

    private String prefixOf(String namespace, String wanted) {
        return prefixes.computeIfAbsent(namespace, absent -> {
            if (!wanted.isEmpty() && (namespace.equals(Namespaces.STANDARD.get(wanted)) || taken.add(wanted))) {
                return wanted;
            }
            int number = 1;
            while (!taken.add("ns" + number)) {
                number++;
            }
            return "ns" + number;
        });
    }

    /** Prefixes of GS1's vocabularies may be used in values, where nobody sees them. */
    private void noteVocabularies(XMLStreamReader reader) {
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String namespace = reader.getNamespaceURI(i);
            String prefix = reader.getNamespacePrefix(i);
            if (namespace != null && prefix != null && Namespaces.isOfGs1(namespace)) {
                prefixOf(namespace, prefix);
            }
        }
    }
}
