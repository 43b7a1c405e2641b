import type { CultureText } from './culture.ts';

/** Names in other letters, `native|latin`; see culture.ts for how they are written down. */
export const OTHER_SCRIPTS: readonly CultureText[] = [
  {
    locale: 'ja-JP',
    country: 'JP',
    city: '金沢市',
    familyFirst: true,
    between: ' ',
    given:
      'さくら|Sakura, 翔太|Shōta, 結衣|Yui, 健一郎|Ken’ichirō, 真理子|Mariko, 大輔|Daisuke, 純一|Jun’ichi, ひなた|Hinata, 恵|Megumi, リサ|Risa',
    family:
      '太田|Ōta, 髙橋|Takahashi, 勅使河原|Teshigawara, 伊藤|Itō, 斎藤|Saitō, 大野|Ōno, 佐々木|Sasaki, 小鳥遊|Takanashi, 本田|Honda, 森|Mori',
  },
  {
    locale: 'zh-CN',
    country: 'CN',
    city: '苏州',
    familyFirst: true,
    between: '',
    given:
      '晓明|Xiaoming, 丽|Li, 子涵|Zihan, 雨桐|Yutong, 建国|Jianguo, 婷婷|Tingting, 浩然|Haoran, 秀英|Xiuying, 伟|Wei, 安|An',
    family: '王|Wang, 欧阳|Ouyang, 李|Li, 张|Zhang, 司马|Sima, 吕|Lü, 陈|Chen, 诸葛|Zhuge, 吴|Wu, 钱|Qian',
  },
  {
    locale: 'zh-TW',
    country: 'TW',
    city: '臺南',
    familyFirst: true,
    between: '',
    given: '怡君|Yi-Chun, 志豪|Chih-Hao, 雅婷|Ya-Ting, 冠宇|Kuan-Yu, 淑芬|Shu-Fen, 家瑋|Chia-Wei',
    family: '陳|Chen, 張簡|Changchien, 歐陽|Ouyang, 黃|Huang, 謝|Hsieh, 蔡|Tsai',
  },
  {
    locale: 'ko-KR',
    country: 'KR',
    city: '전주',
    familyFirst: true,
    between: '',
    given:
      '서연|Seo-yeon, 민준|Min-jun, 지우|Ji-woo, 하은|Ha-eun, 영수|Young-soo, 별|Byeol, 슬기|Seul-ki, 현우|Hyun-woo',
    family: '김|Kim, 이|Lee, 박|Park, 남궁|Namgung, 최|Choi, 황보|Hwangbo, 정|Jeong, 선우|Sunwoo',
  },
  {
    locale: 'ru-RU',
    country: 'RU',
    city: 'Ярославль',
    given:
      'Анастасия|Anastasiya, Пётр|Pyotr, Светлана|Svetlana, Игорь|Igor, Ольга|Olga, Всеволод|Vsevolod, Юлия|Yuliya, Фёдор|Fyodor',
    family:
      'Королёва|Korolyova, Шаповалов|Shapovalov, Римская-Томилина|Rimskaya-Tomilina, Щукин|Shchukin, Ильина|Ilyina, Зайцев|Zaytsev, Подъячев|Podyachev, Ким|Kim',
  },
  {
    locale: 'uk-UA',
    country: 'UA',
    city: 'Чернівці',
    given:
      'Соломія|Solomiia, Юрій|Yurii, Мар’яна|Mariana, Єва|Yeva, Григорій|Hryhorii, Зоряна|Zoriana, Їжак|Yizhak, Лук’ян|Lukian',
    family:
      'Шевчук|Shevchuk, Мар’яненко|Marianenko, Ґудзь|Gudz, Їжакевич|Yizhakevych, Непийпиво|Nepyipyvo, В’ятрович|Viatrovych, Заєць|Zaiets, Коваль|Koval',
  },
  {
    locale: 'bg-BG',
    country: 'BG',
    city: 'Велико Търново',
    given: 'Цветелина|Tsvetelina, Стоян|Stoyan, Йорданка|Yordanka, Христо|Hristo, Радостина|Radostina, Живко|Zhivko',
    family: 'Щерева|Shtereva, Димитров|Dimitrov, Ъглова|Aglova, Чавдаров|Chavdarov, Живкова|Zhivkova, Юруков|Yurukov',
  },
  {
    locale: 'el-GR',
    country: 'GR',
    city: 'Ιωάννινα',
    given:
      'Ελευθερία|Eleftheria, Γιώργος|Giorgos, Χρυσούλα|Chrysoula, Ξενοφών|Xenofon, Αλέξης|Alexis, Φωτεινή|Foteini, Ιάσονας|Iasonas',
    family:
      'Παπαδόπουλος|Papadopoulos, Κωνσταντινίδου|Konstantinidou, Χατζηγεωργίου|Chatzigeorgiou, Ψαρρά|Psarra, Ξένος|Xenos, Θεοδωρακοπούλου|Theodorakopoulou, Ρω|Ro',
  },
  {
    locale: 'sr-RS',
    country: 'RS',
    city: 'Ниш',
    given: 'Љубица|Ljubica, Ђорђе|Đorđe, Његош|Njegoš, Јелена|Jelena, Жарко|Žarko, Душица|Dušica',
    family: 'Живковић|Živković, Ђурић|Đurić, Џаковић|Džaković, Љубојевић|Ljubojević, Његован|Njegovan, Чолић|Čolić',
  },
  {
    locale: 'ar-EG',
    country: 'EG',
    city: 'أسوان',
    given:
      'فاطمة|Fatima, عبد الرحمن|Abd al-Rahman, نور|Nur, يوسف|Yusuf, آمنة|Amina, مُحَمَّد|Muhammad, خالد|Khalid, هُدى|Huda',
    family:
      'المصري|al-Masri, بن راشد|bin Rashid, الحسيني|al-Husayni, أبو زيد|Abu Zayd, الشاذلي|al-Shadhili, قاسم|Qasim, آل سالم|Al Salem, ياسين|Yasin',
  },
  {
    locale: 'fa-IR',
    country: 'IR',
    city: 'شیراز',
    given: 'نیلوفر|Nilufar, کوروش|Kurosh, گلناز|Golnaz, پرویز|Parviz, مهتاب|Mahtab, ژاله|Zhaleh, آرش|Arash',
    family: 'محمدی‌پور|Mohammadipour, چراغی|Cheraghi, پاک‌نژاد|Paknezhad, گلستانی|Golestani, تهرانی|Tehrani, کیا|Kia',
  },
  {
    locale: 'he-IL',
    country: 'IL',
    city: 'חיפה',
    given: 'נועה|Noa, איתי|Itai, שירה|Shira, אליהו|Eliyahu, ג׳ני|Jenny, רות|Rut, יעל|Yael, עומר|Omer',
    family: 'בן־דוד|Ben-David, כהן|Cohen, אבו־חצירא|Abuhatzira, שטרן|Stern, ג׳רבי|Jerbi, לוי|Levi, בר|Bar',
  },
  {
    locale: 'hi-IN',
    country: 'IN',
    city: 'लखनऊ',
    given: 'अनन्या|Ananya, राजेश|Rajesh, श्रुति|Shruti, विक्रम|Vikram, लक्ष्मी|Lakshmi, ऋषभ|Rishabh, मीरा|Meera',
    family: 'शर्मा|Sharma, चट्टोपाध्याय|Chattopadhyay, श्रीवास्तव|Srivastava, सिंह|Singh, त्रिवेदी|Trivedi, राय|Rai',
  },
  {
    locale: 'ta-IN',
    country: 'IN',
    city: 'மதுரை',
    given:
      'கார்த்திகேயன்|Karthikeyan, மீனாட்சி|Meenakshi, பாலசுப்பிரமணியன்|Balasubramaniyan, செல்வி|Selvi, இளங்கோ|Ilango, தமிழ்|Thamizh',
    family: '',
  },
  {
    locale: 'th-TH',
    country: 'TH',
    city: 'เชียงใหม่',
    given: 'สมชาย|Somchai, กนกวรรณ|Kanokwan, ณัฐพงษ์|Natthaphong, ปิยะดา|Piyada, อำนาจ|Amnat, ใจ|Chai',
    family:
      'วงศ์สวัสดิ์ดิเรก|Wongsawatdirek, ศรีสุวรรณ|Srisuwan, จิรวัฒนานุกูล|Chirawatthananukun, ทองดี|Thongdi, ณ เชียงราย|Na Chiang Rai, ใจดี|Chaidi',
  },
  {
    locale: 'ka-GE',
    country: 'GE',
    city: 'ქუთაისი',
    given: 'ნინო|Nino, გიორგი|Giorgi, თამარი|Tamari, ვახტანგი|Vakhtangi, ქეთევანი|Ketevani, ზურაბი|Zurabi',
    family:
      'წერეთელიძე|Tsereteli-dze, ჯავახაძე|Javakhadze, ღვინაშვილი|Ghvinashvili, ყიფშიძე|Qipshidze, მჭედლიშვილი|Mchedlishvili',
  },
  {
    locale: 'hy-AM',
    country: 'AM',
    city: 'Գյումրի',
    given: 'Անահիտ|Anahit, Հովհաննես|Hovhannes, Նարե|Nare, Տիգրան|Tigran, Շուշանիկ|Shushanik, Գևորգ|Gevorg',
    family: 'Պետրոսյան|Petrosyan, Տեր-Հակոբյան|Ter-Hakobyan, Ղազարյան|Ghazaryan, Ճաղարյան|Chagharyan, Օհանյան|Ohanyan',
  },
  {
    locale: 'am-ET',
    country: 'ET',
    city: 'ባሕር ዳር',
    given: 'ሰላም|Selam, አበበ|Abebe, ትዕግስት|Tigist, ዳዊት|Dawit, ብርቱካን|Birtukan, ሙሉ|Mulu',
    family: 'ተስፋዬ|Tesfaye, ገብረ ሥላሴ|Gebre Selassie, ወልደ ማርያም|Wolde Mariam, አለማየሁ|Alemayehu, በቀለ|Bekele',
  },
];
