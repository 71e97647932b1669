/** Invented sentences in the tone of what is read here; no real person is meant. */
export const english = [
  'The director Mina Example was sentenced to eight years in prison, her lawyer said on Wednesday.',
  'The court also ordered flogging and the confiscation of her property, according to the lawyer.',
  'Members of her crew have been questioned and are barred from leaving the country, she wrote.',
] as const;

export const persian = [
  'به گفتهٔ وکیل او، کارگردان مینا نمونه روز چهارشنبه به هشت سال زندان محکوم شد.',
  'دادگاه همچنین حکم شلاق و ضبط اموال او را صادر کرده است.',
  'اعضای گروه فیلم‌سازی بازجویی شده‌اند و اجازهٔ خروج از کشور را ندارند.',
] as const;
