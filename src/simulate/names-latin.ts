import type { CultureText } from './culture.ts';

/** Names in Latin letters; see culture.ts for how they are written down. */
export const LATIN: readonly CultureText[] = [
  {
    locale: 'en-GB',
    country: 'GB',
    city: 'Leeds',
    given: 'Alice, Oliver, Mary-Anne, Gwen, Harriet, Nigel, Rosalind, Tom, Imogen, Peregrine, Zoë, Chloë',
    family:
      'Fairweather, Smith, Cholmondeley-Warner, Ashby, Wetherell, Jones, O’Grady, Lambe, Featherstonehaugh, Bloggs, Lee, Pickersgill',
  },
  {
    locale: 'en-US',
    country: 'US',
    city: 'Duluth',
    given: 'Ashley, Tyrone, D’Andre, Mary Lou, Brooklyn, Wyatt, Ta’Niyah, J.R., Shaniqua, Earl, Scarlett, Jo',
    family:
      "Washburn, O'Neil, St. John, Carter, MacAllister, De La Rosa, Yellowhorse, Kowalsky, Underhill, Null, Tran-Miller, Li",
  },
  {
    locale: 'ga-IE',
    country: 'IE',
    city: 'Galway',
    given: 'Aoife, Caoimhe, Ruairí, Siobhán, Tadhg, Gráinne, Oisín, Niamh, Pádraig, Éabha',
    family:
      "O'Brien, Ó Súilleabháin, Ní Bhriain, Mac Giolla Phádraig, D'Arcy, O'Shaughnessy, Nic Dhonnchadha, Breathnach, Ó Cinnéide, FitzGerald",
  },
  {
    locale: 'fr-FR',
    country: 'FR',
    city: 'Besançon',
    given:
      'Jean-Baptiste, Anaïs, Gaëlle, François-Xavier, Noémie, Loïc, Cécile, Aurélien, Marie-Thérèse, Théo, Inès, Hélène',
    family:
      "Lefèvre, d'Aubigné, de La Rochefontaine, Dupré, L'Hostis, Saint-Aubin, Gagneux, Le Goff, N'Guyen-Martin, Crèvecœur, Béranger, Hue",
  },
  {
    locale: 'de-DE',
    country: 'DE',
    city: 'Görlitz',
    given: 'Jürgen, Käthe, Hans-Günther, Änne, Björn, Lieselotte, Götz, Mia, Øzlem, Friederike, Kai-Uwe, Rüdiger',
    family:
      'Müller, Weiß, von der Heide, Schäfer-Groß, Freiherr von Stolzenfels, Öztürk, Straßer, Krämer, zu Hohenlinden, Bauer, Leuthold-Schnurrenberg, Ey',
  },
  {
    locale: 'nl-NL',
    country: 'NL',
    city: 'Zwolle',
    given: 'Sjoerd, Anneke, Daniëlle, Jan-Willem, Fleur, Reinier, Ilse, Maarten, Geertruida, Bo',
    family:
      "van der Berg, 't Hooft, de Vries, van 't Riet, ten Brinke, op den Akker, Jansen, van den Heuvel-Eibrink, IJsselstein, Bos",
  },
  {
    locale: 'es-ES',
    country: 'ES',
    city: 'Logroño',
    given: 'Íñigo, María del Carmen, Begoña, José Luis, Álvaro, Nuria, Ximena, Jesús, Concepción, Iker',
    family:
      'García Núñez, de la Peña, Ibáñez y Castro, Muñoz, Zubizarreta Goikoetxea, López de Haro, Güemes, Del Río, Ortega, Sanz',
  },
  {
    locale: 'pt-BR',
    country: 'BR',
    city: 'Maceió',
    given:
      'João, Conceição, Thaís, Luís Otávio, Antônia, Iracema, Caetano, Débora, Washington, Maria Aparecida do Socorro',
    family:
      'Gonçalves, dos Santos, Sá, Queirós e Albuquerque, da Conceição, Araújo Figueirôa, de Albuquerque Cavalcanti Vasconcelos de Magalhães, Nogueira, Brandão, Silva',
  },
  {
    locale: 'it-IT',
    country: 'IT',
    city: 'L’Aquila',
    given: 'Niccolò, Chiara, Gian Luca, Benedetta, Noè, Ludovica, Pierangelo, Agata, Donatella, Ugo',
    family: "D'Angelo, Dell'Acqua, De Santis, Rossi, Lo Presti, Bevilacqua, Forlì, Degl'Innocenti, Po, Quattrocchi",
  },
  {
    locale: 'pl-PL',
    country: 'PL',
    city: 'Łódź',
    given: 'Łukasz, Małgorzata, Świętosława, Michał, Agnieszka, Żaneta, Paweł, Zofia, Wojciech, Ewa',
    family:
      'Wójcik, Śliwińska, Brzęczyszczykiewicz, Nowak, Żółkiewska-Gąsior, Błaszczyk, Źrebiec, Dąb, Kowalczyk, Ćwik',
  },
  {
    locale: 'cs-CZ',
    country: 'CZ',
    city: 'Jihlava',
    given: 'Jiří, Eliška, Přemysl, Věra, Ondřej, Zdeňka, Kryštof, Alžběta, Šimon, Ludmila',
    family: 'Dvořák, Nováková, Šťastný, Příhodová, Říha, Vlk, Čížek, Kučerová, Žáček, Kříž',
  },
  {
    locale: 'hu-HU',
    country: 'HU',
    city: 'Győr',
    familyFirst: true,
    given: 'Csaba, Zsófia, Ödön, Gyöngyi, László, Enikő, Árpád, Ágota, Győző, Réka',
    family: 'Szabó, Kovácsné Tóth, Győrffy, Széchy, Őze, Nagy, Hosszúházi, Bő, Csík, Örkény-Vámos',
  },
  {
    locale: 'sv-SE',
    country: 'SE',
    city: 'Umeå',
    given: 'Åsa, Björn, Märta, Göran, Linnéa, Sven-Erik, Elsa, Öjvind, Ylva, Nils',
    family: 'Ångström, Sjöberg, af Klinteberg, Lindqvist, Öberg, Hjärne, Ek, Åkesson-Ljung, Nordenskjöldh, Berg',
  },
  {
    locale: 'da-DK',
    country: 'DK',
    city: 'Sønderborg',
    given: 'Søren, Kirstine, Jørgen, Anne-Mette, Æbbe, Mads, Bodil, Knud Åge, Freja, Bjørk',
    family: 'Ågård, Sørensen, Bæk, Højgaard, Østergaard-Mørch, Lund, Kjær, Friis, Åen, Rask',
  },
  {
    locale: 'is-IS',
    country: 'IS',
    city: 'Ísafjörður',
    given: 'Guðrún, Þórður, Björk, Ægir, Ragnheiður, Snæbjörn, Hallgerður, Einar, Ásta, Óðinn',
    family:
      'Þorvaldsdóttir, Guðmundsson, Ísleifsson, Ragnheiðardóttir, Æsudóttir, Haraldsson, Hrafnkelsdóttir, Jónsson',
  },
  {
    locale: 'fi-FI',
    country: 'FI',
    city: 'Jyväskylä',
    given: 'Väinö, Päivi, Kyllikki, Jaakko, Hannele, Yrjö, Aino-Kaisa, Onni, Sisu, Äijö',
    family: 'Hämäläinen, Mäki, Virtanen, Yli-Hukkala, Pöyhönen, Ala-Äijälä, Koivu, Räty, Öhman, Kääriäinen',
  },
  {
    locale: 'tr-TR',
    country: 'TR',
    city: 'Eskişehir',
    given: 'Ayşegül, İlker, Işıl, Çağrı, Oğuz, Nurşen, Ümit, Şebnem, Kadir, Gülüzar',
    family: 'Yıldız, Çelik, İnanç, Öztürk, Şahin, Kılıçoğlu, Güneş, Ağaoğlu, Sağlam, Taş',
  },
  {
    locale: 'vi-VN',
    country: 'VN',
    city: 'Đà Nẵng',
    familyFirst: true,
    given: 'Thị Hương, Văn Đức, Bảo Ngọc, Quốc Khánh, Ánh Tuyết, Minh, Thùy Dương, Hữu Phước, Mỹ Linh, Lộc',
    family: 'Nguyễn, Trần, Đặng, Phạm, Huỳnh, Võ, Lê, Bùi, Đỗ, Ngô',
  },
  {
    locale: 'id-ID',
    country: 'ID',
    city: 'Yogyakarta',
    given: 'Sukarman, Wulandari, Harjo, Sulastri, Bambang, Kartinah, Widodo, Surtiningsih, Ngatimin, Megah',
    family: '',
  },
  {
    locale: 'mi-NZ',
    country: 'NZ',
    city: 'Whakatāne',
    given: 'Aroha, Tāne, Ngaio, Wiremu, Hinemoa, Rāwiri, Mārama, Te Ariki, Kiri, Manu',
    family: 'Te Rangi, Ngāta, Parata, Tūhoe-Black, Wharewera, Te Aho o Rangi, Pōtiki, Kawhia, Rata, Whakataka',
  },
  {
    locale: 'haw-US',
    country: 'US',
    city: 'Hilo',
    given: 'Kaʻiulani, Keoni, Leilani, Kamakanaokealohaikapuʻuwai, Makoa, Nāinoa, Pua, Kekoa',
    family: 'Kahananui, Kealoha, Keaweʻaimoku, Kalanikaʻohaokahikinaokalā, Mahoe, Akana, Kapuʻuwaiokahiwahiwa, Ho',
  },
  {
    locale: 'fr-SN',
    country: 'SN',
    city: 'Thiès',
    given: "Aïssatou, Cheikh Tidiane, Fatoumata, N'Deye, Mamadou, Khadidiatou, Ousmane, Awa, El Hadji, Bineta",
    family: "N'Diaye, M'Baye, Diop, Sow, N'Guessan, Faye, Cissé, Ba, Diagne, Gueye",
  },
  {
    locale: 'en-NG',
    country: 'NG',
    city: 'Ìbàdàn',
    given: 'Chukwuemeka, Olúwaṣeun, Ngozi, Adébáyọ̀, Yetunde, Ifeanyichukwu, Zainab, Ọlámidé, Uche, Blessing',
    family: 'Okonkwo, Adéyẹmí, Nwachukwu-Eze, Balógun, Ogundìpẹ̀, Abubakar, Eze, Ògúnbámbọ̀, Udo, Chukwumaeze',
  },
  {
    locale: 'zu-ZA',
    country: 'ZA',
    city: 'Ulundi',
    given: 'Nomvula, Sipho, Thandeka, Mandlenkosi, Zanele, Lindiwe, Bhekizizwe, Ayanda, Themba, Nqobile',
    family: 'Dlamini, Nkosi, van Wyk, Mthembu, Khumalo-Naidoo, Zulu, Buthelezi, Ngcobo, Xaba, Radebe',
  },
  {
    locale: 'si-LK',
    country: 'LK',
    city: 'Kandy',
    given: 'Tikiri Bandara, Nirmala, Chaminda, Dilhani, Senanayake Mudiyanselage Punchi, Ruwan, Sanduni, Upul',
    family:
      'Wickramasinghe, Rajapaksha Pathirannehelage, Gunawardena, Herath Mudiyanselage Dissanayake, Silva, Jayasuriya, Perera, Abeyratne',
  },
];
