"""The six groups and 26 product sets of QĐ 148/QĐ-TTg (24 February 2023), Appendix III, in their order there.

Numbers and Vietnamese names are the decision's, their spelling tidied; slugs and English names are ours.
"""

from django.db import migrations

GROUPS = [
    (1, "thuc-pham", "Thực phẩm", "Food"),
    (2, "do-uong", "Đồ uống", "Drinks"),
    (3, "duoc-lieu", "Dược liệu và sản phẩm từ dược liệu", "Medicinal herbs and products of them"),
    (4, "thu-cong-my-nghe", "Thủ công mỹ nghệ", "Handicrafts"),
    (5, "sinh-vat-canh", "Sinh vật cảnh", "Ornamental plants and animals"),
    (
        6,
        "du-lich",
        "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
        "Community tourism, ecotourism and tourist sites",
    ),
]

SETS = [
    (1, 1, "rau-cu-qua-hat-tuoi", "Rau, củ, quả, hạt tươi", "Fresh vegetables, roots, fruit and nuts"),
    (2, 1, "thit-thuy-san-trung-sua-tuoi", "Thịt, thủy sản, trứng, sữa tươi", "Fresh meat, seafood, eggs and milk"),
    (3, 1, "gao-ngu-coc-hat", "Gạo, ngũ cốc, hạt sơ chế khác", "Rice, cereals and other milled grains"),
    (
        4,
        1,
        "mat-ong-nong-san-khac",
        "Mật ong, mật khác và nông sản thực phẩm khác",
        "Honey, other nectars and other farm foods",
    ),
    (5, 1, "do-an-nhanh", "Đồ ăn nhanh", "Ready-to-eat food"),
    (6, 1, "che-bien-tu-gao-ngu-coc", "Chế biến từ gạo, ngũ cốc", "Made of rice and cereals"),
    (
        7,
        1,
        "che-bien-tu-rau-cu-qua-hat",
        "Chế biến từ rau, củ, quả, hạt",
        "Made of vegetables, roots, fruit and nuts",
    ),
    (
        8,
        1,
        "che-bien-tu-thit-thuy-san-trung-sua",
        "Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong",
        "Made of meat, seafood, eggs, milk and honey",
    ),
    (
        9,
        1,
        "tuong-nuoc-mam-gia-vi-long",
        "Tương, nước mắm, gia vị dạng lỏng khác",
        "Soy paste, fish sauce and other liquid seasonings",
    ),
    (
        10,
        1,
        "gia-vi-khac",
        "Gia vị khác (muối, hành, tỏi, tiêu…)",
        "Other seasonings (salt, shallots, garlic, pepper…)",
    ),
    (11, 1, "che", "Chè tươi, chè chế biến", "Fresh and processed tea"),
    (12, 1, "tra-tu-thuc-vat-khac", "Trà từ thực vật khác", "Herbal and other teas"),
    (13, 1, "ca-phe-ca-cao", "Cà phê, ca cao", "Coffee and cocoa"),
    (14, 2, "ruou-trang", "Rượu trắng", "Clear spirits"),
    (15, 2, "do-uong-co-con-khac", "Đồ uống có cồn khác", "Other alcoholic drinks"),
    (
        16,
        2,
        "nuoc-khoang-nuoc-tinh-khiet",
        "Nước khoáng thiên nhiên, nước uống tinh khiết đóng chai",
        "Natural mineral and bottled purified water",
    ),
    (17, 2, "do-uong-khong-con-khac", "Đồ uống không cồn khác", "Other soft drinks"),
    (
        18,
        3,
        "thuc-pham-chuc-nang-thuoc-duoc-lieu",
        "Thực phẩm chức năng, thuốc dược liệu, thuốc y học cổ truyền",
        "Health food, herbal and traditional medicine",
    ),
    (19, 3, "my-pham-thao-duoc", "Mỹ phẩm có thành phần từ thảo dược", "Herbal cosmetics"),
    (20, 3, "tinh-dau-thao-duoc-khac", "Tinh dầu và thảo dược khác", "Essential oils and other herbs"),
    (
        21,
        4,
        "thu-cong-gia-dung-trang-tri",
        "Thủ công mỹ nghệ gia dụng, trang trí",
        "Household and decorative handicrafts",
    ),
    (22, 4, "vai-may-mac", "Vải, may mặc", "Cloth and clothing"),
    (23, 5, "hoa", "Hoa", "Flowers"),
    (24, 5, "cay-canh", "Cây cảnh", "Ornamental plants"),
    (25, 5, "dong-vat-canh", "Động vật cảnh", "Ornamental animals"),
    (
        26,
        6,
        "dich-vu-du-lich",
        "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
        "Community tourism, ecotourism and tourist sites",
    ),
]

ALCOHOL = {14, 15}
SERVICES = {26}


def write(apps, schema_editor):
    ProductGroup = apps.get_model("catalog", "ProductGroup")
    ProductSet = apps.get_model("catalog", "ProductSet")
    for number, slug, name, name_en in GROUPS:
        ProductGroup.objects.create(number=number, slug=slug, name=name, name_en=name_en)
    for number, group, slug, name, name_en in SETS:
        ProductSet.objects.create(
            number=number,
            group_id=group,
            slug=slug,
            name=name,
            name_en=name_en,
            is_alcohol=number in ALCOHOL,
            is_service=number in SERVICES,
        )


def remove(apps, schema_editor):
    apps.get_model("catalog", "ProductSet").objects.all().delete()
    apps.get_model("catalog", "ProductGroup").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(write, remove)]
