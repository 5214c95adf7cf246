"""Names of states and organisations that the Unicode CLDR lacks, in seven languages: short, old, of former states."""

# Newspapers' short English forms, where the CLDR's are longer or not in everyday use.
SHORT_ENGLISH = {
    "CIV": "Ivory Coast",
    "COD": "DR Congo",
    "COG": "Congo-Brazzaville",
    "MMR": "Myanmar",
    "PSE": "Palestine",
    "TUR": "Turkey",
    "VAT": "Vatican",
    "VCT": "St. Vincent and the Grenadines",
}

# By code, separated by "|", in the order English, French, German, Dutch, Polish, Spanish, Italian. `find` makes
# case, accents and full stops equal, so each stands here once, in its usual form.
ALSO_CALLED = {
    "ARE": "UAE|Emirates|EAU|Émirats|VAE|Emirate|Emiraten|ZEA|Emiraty|Emiratos|Emirati Arabi",
    "BFA": "Upper Volta|Haute-Volta|Obervolta|Opper-Volta|Górna Wolta|Alto Volta",
    "BIH": "Bosnia|Bosnie|Bosnien|Bosnië|Bośnia",
    "BLR": "Byelorussia|Belorussia|Biélorussie|Weißrussland|Wit-Rusland|Bielorrusia|Bielorussia",
    "BEN": "Dahomey",
    "CAF": "CAR|RCA|Centrafrique|Zentralafrika",
    "CHN": "PRC|People's Republic of China|Communist China|Red China|République populaire de Chine|"
    "Volksrepublik China|VR China|Volksrepubliek China|ChRL|República Popular China|Repubblica Popolare Cinese",
    "CIV": "Elfenbeinküste|Ivoorkust|Wybrzeże Kości Słoniowej|Costa de Marfil|Costa d'Avorio",
    "COD": "DRC|RDC|Congo-Kinshasa|Democratic Republic of the Congo|Democratic Republic of Congo|Zaire|"
    "République démocratique du Congo|RD Congo|Demokratische Republik Kongo|DR Kongo|Democratische Republiek Congo|"
    "Demokratyczna Republika Konga|República Democrática del Congo|Repubblica Democratica del Congo",
    "COG": "Congo-Brazzaville|Republic of the Congo|Republic of Congo|République du Congo|Republik Kongo|"
    "Republiek Congo|Republika Konga|República del Congo|Repubblica del Congo",
    "CPV": "Cabo Verde",
    "CZE": "Czech Republic|République tchèque|Tschechische Republik|Tschechei|Tsjechische Republiek|Republika Czeska|"
    "República Checa|Repubblica Ceca",
    "DEU": "FRG|West Germany|Federal Republic of Germany|RFA|Allemagne de l'Ouest|République fédérale d'Allemagne|"
    "BRD|Bundesrepublik|Bundesrepublik Deutschland|Westdeutschland|Bondsrepubliek|West-Duitsland|RFN|Niemcy Zachodnie|"
    "Alemania Occidental|República Federal de Alemania|Germania Ovest|Germania Occidentale",
    "EGY": "United Arab Republic|UAR",
    "GBR": "UK|Britain|Great Britain|England|Grande-Bretagne|Angleterre|Großbritannien|Groot-Brittannië|Engeland|"
    "Zjednoczone Królestwo|Anglia|Gran Bretaña|Inglaterra|Gran Bretagna|Inghilterra",
    "GRC": "Hellas|Hellenic Republic",
    "IRL": "Eire|Republic of Ireland",
    "IRN": "Persia|Perse|Persien|Perzië|Persja|Islamic Republic of Iran",
    "KHM": "Kampuchea",
    "KOR": "ROK|Republic of Korea|Corée du Sud|Südkorea|Zuid-Korea",
    "LKA": "Ceylon|Ceylan",
    "LUX": "Luxemburg",
    "MDA": "Moldavia|Moldavie|Moldawien|Mołdawia|Republic of Moldova",
    "MKD": "Macedonia|FYROM|Macédoine|Mazedonien|Macedonië",
    "MMR": "Burma|Birmanie|Birma|Birmania",
    "NLD": "Holland|The Netherlands|Hollande|Nederland|Holandia|Holanda|Olanda",
    "NZL": "Aotearoa",
    "PRK": "DPRK|RPDC|Democratic People's Republic of Korea|KRLD|DVRK",
    "PSE": "Palestine|Palästina|Palestina|Palestyna|State of Palestine",
    "ROU": "Rumania|Roumania",
    "RUS": "Russian Federation|Fédération de Russie|Russische Föderation|Russische Federatie|Federacja Rosyjska|"
    "Federación de Rusia|Federación Rusa|Federazione Russa",
    "SAU": "KSA|Saudi",
    "SVK": "Slovak Republic|République slovaque|Slowakische Republik",
    "SWZ": "Swaziland|Swasiland|Suazi|Suazilandia",
    "SYR": "Syrian Arab Republic",
    "THA": "Siam",
    "TLS": "East Timor|Timor oriental|Osttimor|Oost-Timor|Timor Wschodni|Timor Oriental|Timor Est",
    "TUR": "Turkey",
    "TWN": "Republic of China|Formosa|Nationalist China",
    "TZA": "Tanganyika",
    "USA": "US|USA|America|United States of America|États-Unis d'Amérique|Amérique|"
    "Vereinigte Staaten von Amerika|Amerika|VS|Verenigde Staten van Amerika|Stany Zjednoczone Ameryki|Ameryka|"
    "EE. UU.|EEUU|Estados Unidos de América|Stati Uniti d'America",
    "VAT": "Vatican|Holy See|Saint-Siège|Vatikan|Heiliger Stuhl|Heilige Stoel|Vaticaan|Watykan|Stolica Apostolska|"
    "Santa Sede|Vaticano",
    "VNM": "Viet Nam|North Vietnam|Nordvietnam|Noord-Vietnam|Viêt Nam",
    "XKX": "Kosova|XK",
    "YEM": "North Yemen",
    "ZAF": "RSA|Republic of South Africa|Union of South Africa",
    "ZWE": "Rhodesia|Southern Rhodesia",
    "CSK": "ČSSR|Tchécoslovaquie|Tschechoslowakei|Tsjecho-Slowakije|Tsjechoslowakije|Czechosłowacja|Checoslovaquia|"
    "Cecoslovacchia|Czecho-Slovakia",
    "DDR": "GDR|German Democratic Republic|RDA|Allemagne de l'Est|République démocratique allemande|"
    "Deutsche Demokratische Republik|Ostdeutschland|Oost-Duitsland|Duitse Democratische Republiek|NRD|"
    "Niemcy Wschodnie|Niemiecka Republika Demokratyczna|Alemania Oriental|República Democrática Alemana|"
    "Germania Est|Germania Orientale|Repubblica Democratica Tedesca|RDT",
    "SCG": "Serbie-et-Monténégro|Serbien und Montenegro|Servië en Montenegro|Serbia i Czarnogóra|Serbia y Montenegro|"
    "Serbia e Montenegro",
    "SUN": "USSR|SU|Soviet Russia|Union of Soviet Socialist Republics|URSS|Union soviétique|UdSSR|"
    "Sowjetunion|Sovjet-Unie|Sovjetunie|ZSRR|Związek Radziecki|Związek Sowiecki|Unión Soviética|Unione Sovietica",
    "YMD": "Yémen du Sud|Südjemen|Zuid-Jemen|Jemen Południowy|Yemen del Sur|Yemen del Sud",
    "YUG": "Yougoslavie|Jugoslawien|Joegoslavië|Jugosławia|Jugoslavia|Jugoslavija",
    "AU": "Union africaine|Afrikanische Union|Afrikaanse Unie|Unia Afrykańska|Unión Africana|Unione Africana",
    "COE": "Conseil de l'Europe|Europarat|Raad van Europa|Rada Europy|Consejo de Europa|Consiglio d'Europa",
    "EU": "UE|Union européenne|Europäische Union|Europese Unie|Unia Europejska|Unión Europea|Unione Europea|"
    "EEC|European Communities|European Community",
    "LAS": "Ligue arabe|Arabische Liga|Liga Arabska|Liga Árabe|Lega Araba|League of Arab States",
    "NATO": "OTAN|North Atlantic Treaty Organization|North Atlantic Treaty Organisation|Atlantic Alliance",
    "OAS": "OEA|OSA|Organisation of American States|Organisation des États américains|"
    "Organización de los Estados Americanos",
    "OSCE": "OVSE|OBWE|Organization for Security and Co-operation in Europe",
    "UN": "UNO|ONU|ONZ|Nations unies|Vereinte Nationen|Verenigde Naties|Narody Zjednoczone|Naciones Unidas|"
    "Nazioni Unite",
}

# Names that newspapers use for two states; `find` asks which one is meant.
EITHER = {
    ("PRK", "KOR"): "Korea|Corée|Corea",
    ("COD", "COG"): "Congo|Kongo",
}
