/**
 * Houses at which anybody can have a mailbox: many of one of them at once say nothing. Those of most mail in the
 * places this is used; an organiser adds others. There is no such list of throw-away hosts: they are made faster than
 * any list of them, and e-petitions gave theirs up after three weeks.
 */
export const openHosts: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr hotmail.it live.com live.fr msn.com
  yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it ymail.com aol.com icloud.com me.com mac.com proton.me
  protonmail.com pm.me gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it mail.ru yandex.ru yandex.com ya.ru
  rambler.ru qq.com 163.com 126.com naver.com tutanota.com tuta.io fastmail.com zoho.com hey.com chmail.ir
  btinternet.com telia.com ziggo.nl kpnmail.nl telenet.be skynet.be bluewin.ch seznam.cz wp.pl onet.pl o2.pl
  uol.com.br bol.com.br comcast.net verizon.net att.net sbcglobal.net`.split(/\s+/u),
);
